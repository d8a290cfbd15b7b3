package import HTTPListening

/// The room where the journal lies.
package struct DiskStatus: AnswerPart {
    /// Whether there is room for more entries.
    package enum State: String, Codable, Sendable, CaseIterable {
        case enough, low, full
    }

    /// What is left for the agent, bytes.
    package var freeBytes: UInt64 = 0
    /// What there is, bytes.
    package var totalBytes: UInt64 = 0
    package var state = State.enough

    package init() {}

    enum CodingKeys: String, CodingKey {
        case state
        case freeBytes = "free_bytes"
        case totalBytes = "total_bytes"
    }

    package static let about = "The room where the journal lies."
    package static let fields: [AnswerField] = [
        .always("free_bytes", .count, "What is left for the agent."),
        .always("total_bytes", .count, "What there is."),
        .always("state", .word(of: State.self), "Whether there is room for more entries."),
    ]
}
