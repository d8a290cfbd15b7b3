import Wire

/// A batch on its way, with what is due for it and when.
struct Flight: Hashable, Sendable {
    let id: BatchID
    let first: UInt64
    var last: UInt64
    let validUntil: Int64
    var stage: Stage
    /// What the caller is doing for it now, and since when.
    var errand: (kind: Errand, since: Int64)? {
        get { errandKind.map { ($0, errandSince) } }
        set { (errandKind, errandSince) = (newValue?.kind, newValue?.since ?? 0) }
    }
    private var errandKind: Errand?
    private var errandSince: Int64 = 0
    /// How often the bytes were sent.
    var sends = 0
    /// The entry whose content a node refused last, and how many nodes in a row did.
    private var refusedEntry: UInt64?
    private var refusals = 0

    /// How far it is.
    enum Stage: Hashable, Sendable {
        /// Waits to be signed and stored.
        case signing
        /// Stored, and in nobody's hands as far as we know.
        case ready(Digest, notBefore: Int64)
        /// Perhaps in a node's hands.
        case awaiting(Digest, Awaiting)
        /// In a block, says a node.
        case included(Digest, Inclusion)
        /// In a block and accepted, as we verified.
        case proven(Digest, height: Int64, storeAt: Int64, attempts: Int)
    }

    /// A batch that was sent.
    struct Awaiting: Hashable, Sendable {
        /// Whether a node said that it took the bytes.
        var isAccepted: Bool
        var lookUpAt: Int64
        var sendAt: Int64
        var lookUps = 0
        /// How often a proof of it was false.
        var refutations = 0
    }

    /// A batch that a node says is in a block.
    struct Inclusion: Hashable, Sendable {
        let height: Int64
        var proveAt: Int64
        /// How often its proof was "not yet".
        var notYets = 0
        /// How often its proof could not be had of a node.
        var aways = 0
        var refutations = 0
    }

    /// What the caller can be doing.
    enum Errand: Hashable, Sendable {
        case sign, send, lookUp, prove, storeReceipts

        /// Whether it needs a node, and so may be left without an answer.
        var isRemote: Bool { self == .send || self == .lookUp || self == .prove }
    }

    init(id: BatchID, entries: ClosedRange<UInt64>, validUntil: Int64, stage: Stage) {
        self.id = id
        self.validUntil = validUntil
        self.stage = stage
        (first, last) = (entries.lowerBound, entries.upperBound)
    }

    var entries: ClosedRange<UInt64> { first...last }

    /// A node that was asked next did not refuse.
    mutating func forgetRefusals() { (refusedEntry, refusals) = (nil, 0) }

    /// Counts a node's refusal of an entry's content; how many in a row said the same.
    mutating func refuse(_ entry: UInt64) -> Int {
        refusals = entry == refusedEntry ? refusals + 1 : 1
        refusedEntry = entry
        return refusals
    }

    /// The hash of the bytes; nil while there are none.
    var txHash: Digest? {
        switch stage {
        case .signing: nil
        case .ready(let hash, _), .awaiting(let hash, _), .included(let hash, _),
            .proven(let hash, _, _, _):
            hash
        }
    }

    var state: DeliveryState {
        switch stage {
        case .signing: .planned
        case .ready: .signed
        case .awaiting(_, let waits): waits.isAccepted ? .sent : .unknown
        case .included(_, let inclusion): .included(height: inclusion.height)
        case .proven(_, let height, _, _): .proven(height: height)
        }
    }

    /// Whether a later batch may be sent: this one was, as far as we know.
    var isUnderWay: Bool {
        switch stage {
        case .signing, .ready: false
        case .awaiting, .included, .proven: true
        }
    }

    /// Whether nobody says that it is in a block, so that its bytes may run out of time.
    var mayExpire: Bool {
        switch stage {
        case .ready, .awaiting: true
        case .signing, .included, .proven: false
        }
    }
}
