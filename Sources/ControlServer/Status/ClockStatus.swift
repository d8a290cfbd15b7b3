package import HTTPListening

/// How good the box's clock is.
package struct ClockStatus: AnswerPart {
    /// Whether a time source stands behind it, by the kernel's word.
    package var isSynchronized = false
    /// The kernel's estimate of the error, milliseconds (adjtimex(2), `esterror`).
    package var errorMs: Double?
    /// The state in a word: unset, synchronised, holdover.
    package var state = "unset"

    package init() {}

    enum CodingKeys: String, CodingKey {
        case state
        case isSynchronized = "synchronized"
        case errorMs = "error_ms"
    }

    package static let about = "How good the box's clock is."
    package static let fields: [AnswerField] = [
        .always("synchronized", .flag, "Whether a time source stands behind it."),
        .known("error_ms", .number, "The kernel's estimate of its error, milliseconds."),
        .always("state", .text, "The state in a word: unset, synchronised, holdover."),
    ]
}
