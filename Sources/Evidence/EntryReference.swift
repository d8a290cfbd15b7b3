package import Wire

/// An entry of the same journal, by its number and its digest: what a later entry speaks of.
///
/// The number says where to look, the digest which entry is meant. Written as `[seq, digest]`.
package struct EntryReference: Hashable, Sendable {
    package let seq: UInt64
    /// SHA-256 of the entry's whole bytes.
    package let digest: Digest

    /// The entry of that number and digest; journals count from 1.
    package init(seq: UInt64, digest: Digest) {
        precondition(seq > 0, "entries count from 1")
        (self.seq, self.digest) = (seq, digest)
    }

    /// An entry that is at hand.
    package init(_ entry: JournalEntry) {
        (seq, digest) = (entry.seq, entry.digest)
    }

    var cbor: CBOR { .array([.unsigned(seq), .digest(digest)]) }

    init(_ value: CBOR) throws(CBORError) {
        guard let parts = value.arrayValue, parts.count == 2, let seq = parts[0].uint,
            let digest = parts[1].digest
        else { throw .wrongType("entry: [number, digest]") }
        guard seq > 0, seq <= UInt64(Int64.max) else { throw .invalid("entries count from 1") }
        (self.seq, self.digest) = (seq, digest)
    }
}

extension EntryBody {
    /// The entries of the same journal that it speaks of, in ascending order.
    package var references: [EntryReference] {
        switch self {
        case .outgoing(let body): body.loads
        case .correction(let body): [body.load]
        case .void(let body): [body.entry]
        case .weighIn, .intake, .reject, .event, .closing, .key: []
        }
    }
}

extension EntryKind {
    /// Whether entries of this kind speak of earlier ones: those whose body has `references`.
    package var speaksOfOthers: Bool {
        switch self {
        case .outgoing, .correction, .void: true
        case .weighIn, .intake, .tare, .hold, .release, .reject, .erasure, .key, .handover, .time,
            .event, .closing:
            false
        }
    }
}
