package import HTTPListening

/// Where the weighing of the vehicle on the deck stands.
package struct WeighingStatus: AnswerPart {
    /// The phase in a word or two: idle, settling, weigh-in.
    package var phase = "idle"
    /// Since when, RFC 3339; nil where it is not known.
    package var since: String?

    package init() {}

    package static let about = "Where the weighing of the vehicle on the deck stands."
    package static let fields: [AnswerField] = [
        .always("phase", .text, "The phase in a word or two: idle, settling, weigh-in."),
        .known("since", .time, "Since when."),
    ]
}
