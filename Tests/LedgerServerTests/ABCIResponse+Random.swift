import LedgerServer
import TestKit

extension ABCIResponse {
    /// One response of each kind, with every field set.
    static func everyKind(seed: UInt64) -> [ABCIResponse] {
        var generator = SeededGenerator(seed: seed)
        return [
            .exception(generator.text()), .echo(generator.text()), .flush,
            .info(.random(&generator)), .initChain(.random(&generator)),
            .query(.random(&generator)), .checkTx(generator.transactionResult()),
            .commit(.init(retainHeight: generator.number())),
            .listSnapshots(.init(generator.some { $0.snapshot() })),
            .offerSnapshot(.init(.init(rawValue: generator.number()))),
            .loadSnapshotChunk(.init(generator.bytes())), .applySnapshotChunk(.random(&generator)),
            .prepareProposal(.init(generator.some { $0.bytes() })),
            .processProposal(.init(.init(rawValue: generator.number()))),
            .extendVote(.init(generator.bytes())),
            .verifyVoteExtension(.init(.init(rawValue: generator.number()))),
            .finalizeBlock(.random(&generator)),
        ]
    }
}

extension ABCIInfo.Answer {
    static func random(_ generator: inout SeededGenerator) -> Self {
        var answer = Self()
        (answer.data, answer.version) = (generator.text(), generator.text())
        (answer.appVersion, answer.lastBlockHeight) = (generator.number(), generator.number())
        answer.lastBlockAppHash = generator.bytes()
        return answer
    }
}

extension ABCIInitChain.Answer {
    static func random(_ generator: inout SeededGenerator) -> Self {
        var answer = Self()
        answer.consensusParams = generator.consensusParams()
        answer.validators = generator.some { $0.validatorUpdate() }
        answer.appHash = generator.bytes()
        return answer
    }
}

extension ABCIQuery.Answer {
    static func random(_ generator: inout SeededGenerator) -> Self {
        var answer = Self()
        (answer.code, answer.codespace) = (generator.number(), generator.text())
        (answer.log, answer.info) = (generator.text(), generator.text())
        (answer.index, answer.height) = (generator.number(), generator.number())
        (answer.key, answer.value) = (generator.bytes(), generator.bytes())
        answer.proofOps = ABCIProofOps(
            generator.some { .init(type: $0.text(), key: $0.bytes(), data: $0.bytes()) })
        return answer
    }
}

extension ABCIApplySnapshotChunk.Answer {
    static func random(_ generator: inout SeededGenerator) -> Self {
        var answer = Self()
        answer.result = .init(rawValue: generator.number())
        answer.refetchChunks = generator.some { $0.number() }
        answer.rejectSenders = generator.some { $0.text() }
        return answer
    }
}

extension ABCIFinalizeBlock.Answer {
    static func random(_ generator: inout SeededGenerator) -> Self {
        var answer = Self()
        answer.events = generator.some { $0.event() }
        answer.transactionResults = generator.some { $0.transactionResult() }
        answer.validatorUpdates = generator.some { $0.validatorUpdate() }
        answer.consensusParamUpdates = generator.consensusParams()
        answer.appHash = generator.bytes()
        return answer
    }
}
