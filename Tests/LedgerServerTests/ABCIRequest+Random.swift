import LedgerServer
import TestKit

extension ABCIRequest {
    /// One request of each kind, with every field set.
    static func everyKind(seed: UInt64) -> [ABCIRequest] {
        var generator = SeededGenerator(seed: seed)
        return [
            .echo(generator.text()), .flush, .info(.random(&generator)),
            .initChain(.random(&generator)), .query(.random(&generator)),
            .checkTx(.init(generator.bytes(), kind: .init(rawValue: generator.number()))),
            .commit, .listSnapshots, .offerSnapshot(.random(&generator)),
            .loadSnapshotChunk(.random(&generator)), .applySnapshotChunk(.random(&generator)),
            .prepareProposal(.random(&generator)), .processProposal(.random(&generator)),
            .extendVote(.random(&generator)), .verifyVoteExtension(.random(&generator)),
            .finalizeBlock(.random(&generator)),
        ]
    }
}

extension ABCIInfo.Question {
    static func random(_ generator: inout SeededGenerator) -> Self {
        var question = Self()
        (question.version, question.abciVersion) = (generator.text(), generator.text())
        (question.blockVersion, question.p2pVersion) = (generator.number(), generator.number())
        return question
    }
}

extension ABCIInitChain.Question {
    static func random(_ generator: inout SeededGenerator) -> Self {
        var question = Self()
        (question.time, question.chainID) = (generator.moment(), generator.text())
        question.consensusParams = generator.consensusParams()
        question.validators = generator.some { $0.validatorUpdate() }
        question.appStateBytes = generator.bytes()
        question.initialHeight = generator.number()
        return question
    }
}

extension ABCIQuery.Question {
    static func random(_ generator: inout SeededGenerator) -> Self {
        var question = Self()
        (question.data, question.path) = (generator.bytes(), generator.text())
        (question.height, question.prove) = (generator.number(), true)
        return question
    }
}

extension ABCIOfferSnapshot.Question {
    static func random(_ generator: inout SeededGenerator) -> Self {
        var question = Self()
        (question.snapshot, question.appHash) = (generator.snapshot(), generator.bytes())
        return question
    }
}

extension ABCILoadSnapshotChunk.Question {
    static func random(_ generator: inout SeededGenerator) -> Self {
        var question = Self()
        question.height = generator.number()
        (question.format, question.chunk) = (generator.number(), generator.number())
        return question
    }
}

extension ABCIApplySnapshotChunk.Question {
    static func random(_ generator: inout SeededGenerator) -> Self {
        var question = Self()
        question.index = generator.number()
        (question.chunk, question.sender) = (generator.bytes(), generator.text())
        return question
    }
}

extension ABCIPrepareProposal.Question {
    static func random(_ generator: inout SeededGenerator) -> Self {
        var question = Self()
        question.maxTransactionBytes = generator.number()
        question.transactions = generator.some { $0.bytes() }
        question.localLastCommit = generator.extendedCommitInfo()
        question.misbehavior = generator.some { $0.misbehavior() }
        (question.height, question.time) = (generator.number(), generator.moment())
        question.nextValidatorsHash = generator.bytes()
        question.proposerAddress = generator.bytes()
        return question
    }
}

extension ABCIProcessProposal.Question {
    static func random(_ generator: inout SeededGenerator) -> Self {
        var question = Self()
        question.transactions = generator.some { $0.bytes() }
        question.proposedLastCommit = generator.commitInfo()
        question.misbehavior = generator.some { $0.misbehavior() }
        question.hash = generator.bytes()
        (question.height, question.time) = (generator.number(), generator.moment())
        question.nextValidatorsHash = generator.bytes()
        question.proposerAddress = generator.bytes()
        return question
    }
}

extension ABCIExtendVote.Question {
    static func random(_ generator: inout SeededGenerator) -> Self {
        var question = Self()
        question.transactions = generator.some { $0.bytes() }
        question.proposedLastCommit = generator.commitInfo()
        question.misbehavior = generator.some { $0.misbehavior() }
        question.hash = generator.bytes()
        (question.height, question.time) = (generator.number(), generator.moment())
        question.nextValidatorsHash = generator.bytes()
        question.proposerAddress = generator.bytes()
        return question
    }
}

extension ABCIVerifyVoteExtension.Question {
    static func random(_ generator: inout SeededGenerator) -> Self {
        var question = Self()
        (question.hash, question.height) = (generator.bytes(), generator.number())
        question.validatorAddress = generator.bytes()
        question.voteExtension = generator.bytes()
        return question
    }
}

extension ABCIFinalizeBlock.Question {
    static func random(_ generator: inout SeededGenerator) -> Self {
        var question = Self()
        question.transactions = generator.some { $0.bytes() }
        question.decidedLastCommit = generator.commitInfo()
        question.misbehavior = generator.some { $0.misbehavior() }
        question.hash = generator.bytes()
        (question.height, question.time) = (generator.number(), generator.moment())
        question.nextValidatorsHash = generator.bytes()
        question.proposerAddress = generator.bytes()
        return question
    }
}
