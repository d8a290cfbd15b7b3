package import HTTPListening

/// Where trust in the upstream chain stands.
package struct TrustStatus: AnswerPart {
    /// How trust is.
    package enum State: String, Codable, Sendable, CaseIterable {
        case fresh
        /// Its end is near: a newer header has to be verified.
        case stale
        /// Proof waits for a checkpoint, or for `weighpost chain trust`.
        case expired
        /// Two headers contradict each other; nothing is proven until somebody decides.
        case diverged
    }

    /// The chain's id.
    package var chainID = ""
    /// The height that trust began at.
    package var anchorHeight: Int64 = 0
    /// The newest verified height; nil before the first.
    package var provenHeight: Int64?
    /// The time of that header, RFC 3339.
    package var provenTime: String?
    /// When trust in it ends, RFC 3339.
    package var expires: String?
    package var state = State.stale
    /// How many witnesses confirmed the newest header.
    package var witnessesAgreeing = 0
    /// How many operators have to.
    package var witnessesQuorum = 0

    package init() {}

    enum CodingKeys: String, CodingKey {
        case expires, state
        case chainID = "chain_id"
        case anchorHeight = "anchor_height"
        case provenHeight = "proven_height"
        case provenTime = "proven_time"
        case witnessesAgreeing = "witnesses_agreeing"
        case witnessesQuorum = "witnesses_quorum"
    }

    package static let about = "Where trust in the upstream chain stands."
    package static let fields: [AnswerField] = [
        .always("chain_id", .text, "The chain's id."),
        .always("anchor_height", .count, "The height that trust began at."),
        .known("proven_height", .count, "The newest verified height."),
        .known("proven_time", .time, "The time of the newest verified header."),
        .known("expires", .time, "When trust in it ends."),
        .always("state", .word(of: State.self), "How trust is."),
        .always("witnesses_agreeing", .count, "How many witnesses confirmed that header."),
        .always("witnesses_quorum", .count, "How many operators have to."),
    ]
}
