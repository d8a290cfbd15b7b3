package import HTTPListening

/// The weighbridge as it stands now.
package struct BridgeStatus: AnswerPart {
    /// The scale's name in the site's list of devices.
    package var id = ""
    /// Whether it answers.
    package var isConnected = false
    /// What lies on the deck, kilograms; nil before the first reading and while it is away.
    package var weightKg: Double?
    /// The weight as the indicator shows it.
    package var shown: String?
    /// Whether it stands still.
    package var isStable: Bool?
    /// The age of the reading, milliseconds.
    package var ageMs: Int64?
    /// What is wrong with it, in words.
    package var trouble: String?

    package init() {}

    enum CodingKeys: String, CodingKey {
        case id, shown, trouble
        case isConnected = "connected"
        case weightKg = "weight_kg"
        case isStable = "stable"
        case ageMs = "age_ms"
    }

    package static let about = "The weighbridge as it stands now."
    package static let fields: [AnswerField] = [
        .always("id", .text, "The scale's name in the site's list of devices."),
        .always("connected", .flag, "Whether it answers."),
        .known("weight_kg", .number, "What lies on the deck, kilograms."),
        .known("shown", .text, "The weight as the indicator shows it."),
        .known("stable", .flag, "Whether it stands still."),
        .known("age_ms", .count, "The age of the reading, milliseconds."),
        .known("trouble", .text, "What is wrong with it."),
    ]
}
