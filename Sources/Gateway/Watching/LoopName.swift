/// The loops that must go on for the agent to be alive.
enum LoopName: String, CaseIterable {
    /// The readers ask the scale and hear it, or its silence.
    case polling
    /// The desk takes what the site says.
    case weighing
    /// The journal's thread answers: commits go on.
    case journal

    /// How long one may stand still.
    ///
    /// A scale that only talks by itself is silent line by line, at most every few seconds; a reload
    /// tries another one for five; a full queue of receipts takes seconds on a slow card.
    static let bound = Duration.seconds(20)
}
