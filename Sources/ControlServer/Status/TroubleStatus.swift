package import HTTPListening

/// Something that is wrong now, and what to do about it.
package struct TroubleStatus: AnswerPart {
    /// How bad it is.
    package enum Level: String, Codable, Sendable, CaseIterable {
        /// Weighing goes on; somebody should look.
        case warning
        /// Something that the agent is for does not happen.
        case error
    }

    /// Its stable code, which the manual explains: `WP101`.
    package var code: String
    /// Since when, RFC 3339.
    package var since: String
    /// What is wrong, in words; it names no person.
    package var text: String
    /// What to do, in words; empty where nothing can be done.
    package var whatToDo: String
    package var level: Level

    package init(
        code: String, since: String, text: String, whatToDo: String, level: Level
    ) {
        (self.code, self.since, self.text) = (code, since, text)
        (self.whatToDo, self.level) = (whatToDo, level)
    }

    enum CodingKeys: String, CodingKey {
        case code, since, text, level
        case whatToDo = "what_to_do"
    }

    package static let about = "Something that is wrong now, and what to do about it."
    package static let fields: [AnswerField] = [
        .always("code", .text, "Its stable code, which the manual explains: WP101."),
        .always("since", .time, "Since when."),
        .always("text", .text, "What is wrong."),
        .always("what_to_do", .text, "What to do."),
        .always(
            "level", .word(of: Level.self),
            "warning: somebody should look; error: something does not happen that should."),
    ]
}
