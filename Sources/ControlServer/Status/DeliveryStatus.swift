package import HTTPListening

/// How far the journal is delivered upstream.
package struct DeliveryStatus: AnswerPart {
    /// Every entry up to this one is proven, with its receipt.
    package var deliveredThrough: UInt64 = 0
    /// How many entries wait.
    package var waiting: UInt64 = 0
    /// How long the oldest of them has waited, seconds; nil while none does.
    package var oldestWaitingSeconds: Int64?
    /// How many batches are signed and not proven.
    package var batchesInFlight = 0
    /// The node that is asked, by its address.
    package var node = ""
    /// Whether it answers; nil before it is asked for the first time.
    package var isReachable: Bool?
    /// What went wrong last, in words.
    package var lastTrouble: String?

    package init() {}

    enum CodingKeys: String, CodingKey {
        case waiting, node
        case deliveredThrough = "delivered_through"
        case oldestWaitingSeconds = "oldest_waiting_seconds"
        case batchesInFlight = "batches_in_flight"
        case isReachable = "reachable"
        case lastTrouble = "last_trouble"
    }

    package static let about = "How far the journal is delivered upstream."
    package static let fields: [AnswerField] = [
        .always("delivered_through", .count, "Every entry up to this one has its receipt."),
        .always("waiting", .count, "How many entries wait."),
        .known("oldest_waiting_seconds", .count, "How long the oldest of them has waited."),
        .always("batches_in_flight", .count, "How many batches are signed and not proven."),
        .always("node", .text, "The node that is asked."),
        .known("reachable", .flag, "Whether it answers; left out before it is asked first."),
        .known("last_trouble", .text, "What went wrong last."),
    ]
}
