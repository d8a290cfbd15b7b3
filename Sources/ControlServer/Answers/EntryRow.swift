package import HTTPListening

/// An entry of the journal as a list shows it: nothing in it names a person.
package struct EntryRow: AnswerPart {
    /// How far it is on its way.
    package enum State: String, Codable, Sendable, CaseIterable {
        case waiting
        /// In a batch that was sent.
        case sent
        /// Its batch is proven; the receipt is not stored yet.
        case proven
        /// Its receipt is stored.
        case delivered
    }

    /// Its number, from 1.
    package var seq: UInt64
    /// What kind of happening it is: weigh-in, intake, event.
    package var kind: String
    /// Its id, a UUID.
    package var id: String
    /// Its time, RFC 3339.
    package var time: String
    /// SHA-256 of its bytes, 64 hexadecimal digits.
    package var digest: String
    /// The net weight of a load, kilograms.
    package var netKg: Double?
    /// The waste code of a load.
    package var code: String?
    /// What the rules said of a load.
    package var outcome: String?
    /// What happened, of an event: boot, zero, sealChanged.
    package var event: String?
    /// The number of the entry that a correction or a void speaks of.
    package var of: UInt64?
    /// The number of the correction that counts for a load.
    package var correctedBy: UInt64?
    /// The number of the entry that voids it.
    package var voidedBy: UInt64?
    package var state = State.waiting

    package init(seq: UInt64, kind: String, id: String, time: String, digest: String) {
        (self.seq, self.kind, self.id) = (seq, kind, id)
        (self.time, self.digest) = (time, digest)
    }

    enum CodingKeys: String, CodingKey {
        case seq, kind, id, time, digest, code, outcome, event, of, state
        case netKg = "net_kg"
        case correctedBy = "corrected_by"
        case voidedBy = "voided_by"
    }

    package static let about = "An entry of the journal. Nothing in it names a person."
    package static let fields: [AnswerField] = [
        .always("seq", .count, "Its number, from 1."),
        .always("kind", .text, "What kind of happening it is: weigh-in, intake, event."),
        .always("id", .text, "Its id, a UUID."),
        .always("time", .time, "Its time."),
        .always("digest", .text, "SHA-256 of its bytes."),
        .known("net_kg", .number, "The net weight of a load, kilograms."),
        .known("code", .text, "The waste code of a load as it was recorded."),
        .known("outcome", .text, "What the rules said of a load."),
        .known("event", .text, "What happened, of an event: boot, zero, sealChanged."),
        .known("of", .count, "The number of the entry that a correction or a void speaks of."),
        .known("corrected_by", .count, "The number of the correction that counts for a load."),
        .known("voided_by", .count, "The number of the entry that voids it, which is for good."),
        .always("state", .word(of: State.self), "How far it is on its way."),
    ]
}
