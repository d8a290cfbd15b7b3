/// How a dev chain's node lies, by name.
///
/// A fork is a second branch of the chain, with real signatures of validators who sign both; every
/// other lie is told in the answers alone.
package enum DevLie: String, Sendable, Hashable, CaseIterable {
    /// Another validator set than the header's.
    case wrongValidators = "wrong-validators"
    /// Votes with signatures that nobody made.
    case forgedSignatures = "forged-signatures"
    /// A block with fewer than two thirds of the votes.
    case missingSignatures = "missing-signatures"
    /// Headers of another chain.
    case otherChain = "other-chain"
    /// The header of another height than was asked for.
    case otherHeights = "other-heights"
    /// The proof of another transaction.
    case otherProof = "other-proof"
    /// Results that the next header does not stand for.
    case otherResults = "other-results"
    /// "Accepted", and then forgotten.
    case droppedTransactions = "dropped-transactions"
    /// Every height was pruned.
    case prunedHeights = "pruned-heights"
    /// Nothing, where something was asked for.
    case emptyAnswers = "empty-answers"
    /// Half of every answer.
    case truncatedAnswers = "truncated-answers"
    /// Answers of many megabytes.
    case enormousAnswers = "enormous-answers"

    /// A fork that half of the validators sign: more than a third, and no quorum.
    case thirdColludes = "third-colludes"
    /// A fork that all sign, in the round of the honest block.
    case equivocation
    /// A fork that all sign, with a state that no ledger has.
    case lunatic
    /// A fork that all sign, in a later round.
    case amnesia
    /// A fork that all sign, each block an hour further ahead of its time.
    case futureHeaders = "future-headers"
    /// A fork that all sign, an hour before its time.
    case pastHeaders = "past-headers"

    /// Whether it is a second branch of the chain.
    package var isFork: Bool { fork != nil }

    /// What the blocks of the second branch are like; nil where there is none.
    var fork: DevFork? {
        switch self {
        case .thirdColludes: DevFork(absent: 2)
        case .equivocation: DevFork()
        case .lunatic: DevFork(isStateMadeUp: true)
        case .amnesia: DevFork(round: 1)
        case .futureHeaders: DevFork(secondsAhead: 3_600)
        case .pastHeaders: DevFork(secondsAhead: -3_600)
        default: nil
        }
    }
}

/// What sets the blocks of a second branch apart.
struct DevFork: Sendable {
    /// The round in which they are decided.
    var round: Int32 = 0
    /// One of so many validators does not take part; 0 is for all taking part.
    var absent = 0
    /// Whether their state is made up.
    var isStateMadeUp = false
    /// How far their time is ahead of the honest ones'.
    var secondsAhead: Int64 = 0
}
