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
    /// The log's proof of another entry than was asked for.
    case otherEntry = "other-entry"
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

    /// Blocks that stop, while the chain goes on.
    case haltedHeight = "halted-height"
    /// A node that is some blocks behind, and says so.
    case catchingUp = "catching-up"
    /// Transactions that cannot be looked up.
    case noIndex = "no-index"
    /// Results that are not kept.
    case noResults = "no-results"

    /// A fork that half of the validators sign: more than a third, and no quorum.
    case thirdColludes = "third-colludes"
    /// A fork with a validator set that is made up: more than a third of the real one is in it, and
    /// the rest is the attacker's.
    ///
    /// Whoever skips heights by a third of the trusted power believes it; whoever steps does not.
    case lunaticThird = "lunatic-third"
    /// A fork that three of four validators sign: a quorum, and not all.
    case twoThirdsCollude = "two-thirds-collude"
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
    package var isFork: Bool {
        if case .fork = way { true } else { false }
    }

    /// Whether its node has blocks of its own, or fewer than the chain.
    var hasOwnBlocks: Bool { way != .along }

    /// What its node does with the blocks of the chain.
    var way: DevWay {
        switch self {
        case .haltedHeight: .halted
        case .catchingUp: .behind(blocks: 40)
        case .thirdColludes: .fork(DevFork(absent: 2))
        case .lunaticThird: .fork(DevFork(isSetMadeUp: true))
        case .twoThirdsCollude: .fork(DevFork(absent: 4))
        case .equivocation: .fork(DevFork())
        case .lunatic: .fork(DevFork(isStateMadeUp: true))
        case .amnesia: .fork(DevFork(round: 1))
        case .futureHeaders: .fork(DevFork(secondsAhead: 3_600))
        case .pastHeaders: .fork(DevFork(secondsAhead: -3_600))
        default: .along
        }
    }
}

/// What a node does with the blocks of the chain.
enum DevWay: Sendable, Hashable {
    /// It takes each of them.
    case along
    /// It takes them late.
    case behind(blocks: Int)
    /// It takes none from the height of a fork on.
    case halted
    /// It has others from the height of a fork on.
    case fork(DevFork)
}

/// What sets the blocks of a second branch apart.
struct DevFork: Sendable, Hashable {
    /// The round in which they are decided.
    var round: Int32 = 0
    /// One of so many validators does not take part; 0 is for all taking part.
    var absent = 0
    /// Whether their state is made up.
    var isStateMadeUp = false
    /// Whether their validators are made up.
    var isSetMadeUp = false
    /// How far their time is ahead of the honest ones'.
    var secondsAhead: Int64 = 0
}
