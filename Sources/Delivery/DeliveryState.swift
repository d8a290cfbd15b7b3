/// How far a batch has come on its way into the chain.
///
/// Only `proven` and what follows is our own knowledge; all before it is the word of a node.
package enum DeliveryState: Hashable, Sendable {
    /// Its entries are chosen; nothing is signed.
    case planned
    /// Its bytes and their hash are stored; they may be sent at any time, any number of times.
    case signed
    /// A node says that it took the bytes.
    case sent
    /// Nobody knows whether the bytes arrived: a time-out, or a node that says it knew them.
    case unknown
    /// A node says that a block of this height holds it.
    case included(height: Int64)
    /// The block and the success in it were verified on this box.
    case proven(height: Int64)
    /// The receipt of each of its entries is stored.
    case delivered(height: Int64)
    /// Its bytes count no more; other bytes carry its entries.
    case ended(EndReason)

    /// Why a batch's bytes count no more.
    package enum EndReason: Hashable, Sendable {
        /// Other bytes took its place: the ledger or a node would not have these.
        case superseded
        /// The chain went past the height it was valid until, without it.
        case expired
    }

    /// The height a node named or we proved; nil where there is none.
    package var height: Int64? {
        switch self {
        case .included(let height), .proven(let height), .delivered(let height): height
        case .planned, .signed, .sent, .unknown, .ended: nil
        }
    }

    /// Whether nothing is left to do for the batch.
    package var isFinal: Bool {
        switch self {
        case .delivered, .ended: true
        case .planned, .signed, .sent, .unknown, .included, .proven: false
        }
    }
}

extension DeliveryState {
    /// A number for the store; it never changes its meaning.
    package var code: Int64 {
        switch self {
        case .planned: 0
        case .signed: 1
        case .sent: 2
        case .unknown: 3
        case .included: 4
        case .proven: 5
        case .delivered: 6
        case .ended(.superseded): 7
        case .ended(.expired): 8
        }
    }

    /// The state a store kept as its number and height; nil for a pair no state has.
    package init?(code: Int64, height: Int64?) {
        switch (code, height) {
        case (0, nil): self = .planned
        case (1, nil): self = .signed
        case (2, nil): self = .sent
        case (3, nil): self = .unknown
        case (4, let height?): self = .included(height: height)
        case (5, let height?): self = .proven(height: height)
        case (6, let height?): self = .delivered(height: height)
        case (7, nil): self = .ended(.superseded)
        case (8, nil): self = .ended(.expired)
        default: return nil
        }
    }
}

extension DeliveryState: CustomStringConvertible {
    package var description: String {
        switch self {
        case .planned: "planned"
        case .signed: "signed"
        case .sent: "sent"
        case .unknown: "unknown"
        case .included(let height): "included at \(height)"
        case .proven(let height): "proven at \(height)"
        case .delivered(let height): "delivered at \(height)"
        case .ended(.superseded): "superseded"
        case .ended(.expired): "expired"
        }
    }
}
