import Intake
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

    /// What is said of an entry.
    package init(of entry: EntryReference, _ content: Content) {
        (self.entry, self.content) = (entry, content)
    }

    /// The entry's content, where the weighing can still be amended so.
    ///
    /// Throws `foreign` when another entry is meant, and what `LoadStanding` throws.
    package func body(for standing: LoadStanding) throws(EvidenceError) -> EntryBody {
        guard EntryReference(standing.entry) == entry else {
            throw EvidenceError(
                "entry \(entry.seq) of this journal is not the one that is meant", code: .foreign)
        }
        return switch content {
        case .correction(let change, let reason):
            .correction(try standing.correction(change, reason: reason))
        case .void(let reason): .void(try standing.void(reason: reason))
        }
    }
}

extension Amendment {
    /// The bytes of the file: a map of version 1, entry 2, kind 3 and reason 4, and of what changes:
    /// code 5, source 6, destination 7, purpose 8.
    package var bytes: [UInt8] {
        var pairs: [(CBOR, CBOR)] = [(1, 1), (2, entry.cbor)]
        switch content {
        case .correction(let change, let reason):
            pairs += [
                (3, .unsigned(UInt64(EntryKind.correction.rawValue))),
                (4, .unsigned(UInt64(reason.rawValue))),
            ]
            if let code = change.code { pairs.append((5, WasteCode.cbor(of: code))) }
            if let source = change.source { pairs.append((6, WasteSource.cbor(of: source))) }
            if let destination = change.destination { pairs.append((7, .text(destination))) }
            if let purpose = change.purpose { pairs.append((8, .text(purpose))) }
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
        switch UInt8(exactly: kind).flatMap({ EntryKind(rawValue: $0) }) {
        case .correction:
            guard let reason = UInt8(exactly: number).flatMap(CorrectionBody.Reason.init(rawValue:))
            else { throw .invalid("there is no reason \(number) for a correction") }
            self.init(of: entry, .correction(try LoadChange(&map), reason))
        case .void:
            guard let reason = UInt8(exactly: number).flatMap(VoidBody.Reason.init(rawValue:))
            else { throw .invalid("there is no reason \(number) for a void") }
            self.init(of: entry, .void(reason))
        default: throw .invalid("kind \(kind) amends nothing")
        }
        try map.finish()
    }
}

extension LoadChange {
    fileprivate init(_ map: inout CBORMapReader) throws(CBORError) {
        self.init(
            code: try map.optional(5).flatMap { value throws(CBORError) in
                try WasteCode.reading(value)
            },
            source: try map.optional(6).flatMap { value throws(CBORError) in
                try WasteSource.reading(value)
            },
            destination: try map.optionalText(7, "destination"),
            purpose: try map.optionalText(8, "purpose"))
    }
}
