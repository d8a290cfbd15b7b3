import LedgerServer
import TestKit
import Wire

/// Parts of messages, none of them zero, with the ends of their ranges among them.
extension SeededGenerator {
    mutating func bytes() -> [UInt8] {
        let count = Bool.random(using: &self) ? Int.random(in: 1...40, using: &self) : 20
        return (0..<count).map { _ in UInt8.random(in: 0...255, using: &self) }
    }

    mutating func text() -> String {
        let letters = ["a", "load", "=", " ", "é", "吨", "🚛", "\u{0}"]
        let count = Int.random(in: 1...9, using: &self)
        return (0..<count).map { _ in letters[Int.random(in: 0..<8, using: &self)] }.joined()
    }

    mutating func number<Number: FixedWidthInteger>() -> Number {
        switch Int.random(in: 0..<5, using: &self) {
        case 0: return Number.max
        case 1: return Number.min == 0 ? 1 : Number.min
        case 2: return 0 &- 1
        default: return Number(truncatingIfNeeded: next() >> UInt64(next() % 63)) | 1
        }
    }

    mutating func moment() -> Timestamp {
        let seconds = Int64.random(in: -62_135_596_800...253_402_300_799, using: &self) | 1
        let nanoseconds = Int32.random(in: 1...999_999_999, using: &self)
        return Timestamp(seconds: seconds, nanoseconds: nanoseconds) ?? .goZero
    }

    mutating func duration() -> Duration {
        let length = Duration.seconds(Int64.random(in: 0...315_576_000_000, using: &self))
        let whole = length + .nanoseconds(Int64.random(in: 1...999_999_999, using: &self))
        return Bool.random(using: &self) ? whole : .zero - whole
    }

    mutating func some<Element>(_ element: (inout SeededGenerator) -> Element) -> [Element] {
        (0..<Int.random(in: 1...3, using: &self)).map { _ in element(&self) }
    }

    mutating func validator() -> ABCIValidator {
        ABCIValidator(address: bytes(), power: number())
    }

    mutating func validatorUpdate() -> ABCIValidatorUpdate {
        let kinds: [ABCIPublicKey.Kind] = [
            .ed25519, .secp256k1, .bls12381, .mldsa65, .secp256k1eth,
            .init(rawValue: 77) ?? .ed25519,
        ]
        let kind = kinds[Int.random(in: 0..<kinds.count, using: &self)]
        return ABCIValidatorUpdate(ABCIPublicKey(kind, bytes()), power: number())
    }

    mutating func blockIDFlag() -> ABCIBlockIDFlag { ABCIBlockIDFlag(rawValue: number()) }

    mutating func commitInfo() -> ABCICommitInfo {
        var info = ABCICommitInfo()
        info.round = number()
        info.votes = some { .init($0.validator(), blockIDFlag: $0.blockIDFlag()) }
        return info
    }

    mutating func extendedCommitInfo() -> ABCIExtendedCommitInfo {
        var info = ABCIExtendedCommitInfo()
        info.round = number()
        info.votes = some { generator in
            var vote = ABCIExtendedCommitInfo.Vote()
            vote.validator = generator.validator()
            vote.voteExtension = generator.bytes()
            vote.extensionSignature = generator.bytes()
            vote.blockIDFlag = generator.blockIDFlag()
            return vote
        }
        return info
    }

    mutating func misbehavior() -> ABCIMisbehavior {
        var misbehavior = ABCIMisbehavior()
        misbehavior.kind = .init(rawValue: number())
        misbehavior.validator = validator()
        misbehavior.height = number()
        misbehavior.time = moment()
        misbehavior.totalVotingPower = number()
        return misbehavior
    }

    mutating func event() -> ABCIEvent {
        ABCIEvent(
            type: text(),
            attributes: some { .init(key: $0.text(), value: $0.text(), isIndexed: true) })
    }

    mutating func transactionResult() -> ABCITxResult {
        var result = ABCITxResult(
            code: number(), data: bytes(), log: text(), codespace: text())
        result.info = text()
        (result.gasWanted, result.gasUsed) = (number(), number())
        result.events = some { $0.event() }
        return result
    }

    mutating func snapshot() -> ABCISnapshot {
        var snapshot = ABCISnapshot()
        snapshot.height = number()
        (snapshot.format, snapshot.chunks) = (number(), number())
        (snapshot.hash, snapshot.metadata) = (bytes(), bytes())
        return snapshot
    }

    mutating func consensusParams() -> ABCIConsensusParams {
        var (block, evidence) = (ABCIConsensusParams.Block(), ABCIConsensusParams.Evidence())
        (block.maxBytes, block.maxGas) = (number(), number())
        (evidence.maxAgeNumBlocks, evidence.maxBytes) = (number(), number())
        evidence.maxAgeDuration = duration()
        var (validator, version) = (ABCIConsensusParams.Validator(), ABCIConsensusParams.Version())
        validator.pubKeyTypes = some { $0.text() }
        version.app = number()
        var abci = ABCIConsensusParams.ABCI()
        abci.voteExtensionsEnableHeight = number()
        var params = ABCIConsensusParams()
        (params.block, params.evidence, params.validator) = (block, evidence, validator)
        (params.version, params.abci) = (version, abci)
        params.laterGroups = [6, 7].compactMap { .init(number: $0, bytes: bytes()) }
        return params
    }
}
