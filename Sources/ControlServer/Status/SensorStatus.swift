package import HTTPListening

/// A sensor's last value.
package struct SensorStatus: AnswerPart {
    /// The sensor's name in the site's configuration.
    package var name = ""
    /// What it measures: moisture, radiation, temperature or other.
    package var kind = ""
    /// The value; nil where there is none.
    package var value: Double?
    /// The value's unit as the site writes it.
    package var unit: String?
    /// The value's age, milliseconds.
    package var ageMs: Int64?
    /// How far the value can be used: `good`, or why not.
    package var quality = ""

    package init() {}

    enum CodingKeys: String, CodingKey {
        case name, kind, value, unit, quality
        case ageMs = "age_ms"
    }

    package static let about = "A sensor's last value."
    package static let fields: [AnswerField] = [
        .always("name", .text, "The sensor's name in the site's configuration."),
        .always("kind", .text, "What it measures: moisture, radiation, temperature or other."),
        .known("value", .number, "The value, in the unit beside it."),
        .known("unit", .text, "The value's unit as the site writes it."),
        .known("age_ms", .count, "The value's age, milliseconds."),
        .always("quality", .text, "How far the value can be used: good, or why not."),
    ]
}
