package import HTTPListening

/// How long the journal is.
package struct JournalStatus: AnswerPart {
    /// How many entries it has; the number of the last one.
    package var entries: UInt64 = 0
    /// The time of the last entry, RFC 3339; nil in an empty journal.
    package var lastEntry: String?
    /// The digest of the last entry, 64 hexadecimal digits.
    package var headDigest: String?

    package init() {}

    enum CodingKeys: String, CodingKey {
        case entries
        case lastEntry = "last_entry"
        case headDigest = "head_digest"
    }

    package static let about = "How long the journal is."
    package static let fields: [AnswerField] = [
        .always("entries", .count, "How many entries it has; the number of the last one."),
        .known("last_entry", .time, "The time of the last entry."),
        .known("head_digest", .text, "SHA-256 of the last entry."),
    ]
}
