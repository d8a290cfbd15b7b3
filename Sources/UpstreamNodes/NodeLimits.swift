/// How long a node may take, and how much it may say.
package struct NodeLimits: Hashable, Sendable {
    /// The longest that one question may take, from connecting to the last byte; milliseconds.
    package var answerWithin: Int64 = 15_000
    /// The most bytes of a question; what CometBFT reads unless told otherwise.
    package var mostQuestionBytes = 1_000_000
    /// The most bytes of an answer.
    package var mostAnswerBytes = 8_000_000

    package init() {}
}
