package import Intake
import Wire

/// What a person of the site says of a recorded weighing: that it is another load, or none.
///
/// It is handed to the agent, which makes the entry: `LoadStanding` says whether it can.
package struct Amendment: Hashable, Sendable {
    /// What is to be recorded.
    package enum Content: Hashable, Sendable {
        case correction(LoadChange, CorrectionBody.Reason)
        case void(VoidBody.Reason)
    }

    /// The weighing's entry, as the person saw it.
    package let entry: EntryReference
    package let content: Content
    /// The newest entry of the visit that the person saw.
    package let seen: UInt64

    /// What is said of a weighing as it stands.
    package init(of standing: LoadStanding, _ content: Content) {
        self.init(of: EntryReference(standing.entry), content, seen: standing.newest)
    }

    init(of entry: EntryReference, _ content: Content, seen: UInt64) {
        (self.entry, self.content, self.seen) = (entry, content, seen)
    }

    /// The entry's content, where the weighing can still be amended so.
    ///
    /// It may say only what the site's book has: what anybody could write might name somebody.
    /// Throws `foreign` when another entry is meant, and what `LoadStanding` throws.
    package func body(
        for standing: LoadStanding, by book: VehicleBook
    ) throws(EvidenceError) -> EntryBody {
        guard EntryReference(standing.entry) == entry else {
            throw EvidenceError(
                "entry \(entry.seq) of this journal is not the one that is meant", code: .foreign)
        }
        return switch content {
        case .correction(let change, let reason):
            .correction(
                try standing.correction(change, reason: reason, since: seen, by: book))
        case .void(let reason): .void(try standing.void(reason: reason))
        }
    }
}

extension Amendment {
    /// The bytes of the file: a map of version 1, entry 2, kind 3, reason 4 and what was seen 5,
    /// and of what changes: code 6, source 7, destination 8, purpose 9.
    package var bytes: [UInt8] {
        var pairs: [(CBOR, CBOR)] = [(1, 1), (2, entry.cbor), (5, .unsigned(seen))]
        switch content {
        case .correction(let change, let reason):
            pairs += [
                (3, .unsigned(UInt64(EntryKind.correction.rawValue))),
                (4, .unsigned(UInt64(reason.rawValue))),
            ]
            if let code = change.code { pairs.append((6, WasteCode.cbor(of: code))) }
            if let source = change.source { pairs.append((7, WasteSource.cbor(of: source))) }
            if let destination = change.destination { pairs.append((8, .text(destination))) }
            if let purpose = change.purpose { pairs.append((9, .text(purpose))) }
        case .void(let reason):
            pairs += [
                (3, .unsigned(UInt64(EntryKind.void.rawValue))),
                (4, .unsigned(UInt64(reason.rawValue))),
            ]
        }
        return CBOR.dictionary(pairs).encoded()
    }

    /// Reads a file.
    package init(decoding bytes: [UInt8]) throws(EvidenceError) {
        do throws(CBORError) {
            self = try Amendment(try CBOR(decoding: bytes))
        } catch {
            throw EvidenceError("an amendment", error)
        }
    }

    private init(_ value: CBOR) throws(CBORError) {
        var map = try CBORMapReader(value, of: "amendment")
        guard try map.uint(1, "version") == 1 else {
            throw .invalid("an amendment of a later version")
        }
        let entry = try EntryReference(try map.required(2, "entry"))
        let kind = try map.uint(3, "kind")
        let number = try map.uint(4, "reason")
        let seen = try map.uint(5, "seen")
        switch UInt8(exactly: kind).flatMap({ EntryKind(rawValue: $0) }) {
        case .correction:
            guard let reason = UInt8(exactly: number).flatMap(CorrectionBody.Reason.init(rawValue:))
            else { throw .invalid("there is no reason \(number) for a correction") }
            self.init(of: entry, .correction(try LoadChange(&map), reason), seen: seen)
        case .void:
            guard let reason = UInt8(exactly: number).flatMap(VoidBody.Reason.init(rawValue:))
            else { throw .invalid("there is no reason \(number) for a void") }
            self.init(of: entry, .void(reason), seen: seen)
        default: throw .invalid("kind \(kind) amends nothing")
        }
        try map.finish()
    }
}

extension LoadChange {
    fileprivate init(_ map: inout CBORMapReader) throws(CBORError) {
        self.init(
            code: try map.optional(6).flatMap { value throws(CBORError) in
                try WasteCode.reading(value)
            },
            source: try map.optional(7).flatMap { value throws(CBORError) in
                try WasteSource.reading(value)
            },
            destination: try map.optionalText(8, "destination"),
            purpose: try map.optionalText(9, "purpose"))
    }
}
