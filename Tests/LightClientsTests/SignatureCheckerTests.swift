import ChainKit
import Synchronization
import TestKit
import Testing
import Threads
import Wire

@testable import LightClients

@Suite("However signatures are gone through, the verdict is the same")
struct SignatureCheckerTests {
    /// Ways to go through signatures, by their names.
    enum Way: CaseIterable, CustomTestStringConvertible {
        case backwards, onAllCores

        var checker: SignatureChecker {
            switch self {
            case .backwards:
                SignatureChecker { count, isGood in
                    var first: Int?
                    for place in (0..<count).reversed() where !isGood(place) { first = place }
                    return first
                }
            case .onAllCores: SignatureChecker { Cores.firstFailure(among: $0, $1) }
            }
        }

        var testDescription: String { "\(self)" }
    }

    private static let options = TrustOptions(
        chainID: "test-chain", trustingPeriodSeconds: 1_000_000)
    private static let chain = ChainBuilder(SeededValidator.equals(20), heights: 6)

    /// The lies that signatures have to do with; the others never get that far.
    private static let lies: [Mutation] = [
        .strangers, .halfAbsent, .halfNil, .otherRound, .otherVoteTime, .forgedSignature,
        .nilMadeOfCommit, .missingSlot, .extraSlot, .swappedSlots, .repeatedSlot,
    ]

    private static func verify(
        _ block: UnverifiedLightBlock, from height: Int64, _ checker: SignatureChecker = .oneByOne
    ) -> Verdict {
        Verifier.verify(
            block, trusted: chain.trusted(height), options: options, now: chain.now,
            checker: checker)
    }

    @Test("each lie is found out for the same reason", arguments: Way.allCases)
    func lies(way: Way) {
        for mutation in Self.lies {
            let block = mutation.block(from: Self.chain.forge(6))
            for height in [Int64(2), 5] {
                #expect(
                    Self.verify(block, from: height, way.checker)
                        == Self.verify(block, from: height), "\(mutation) from \(height)")
            }
        }
    }

    @Test("of several lies the one in the lowest slot decides", arguments: Way.allCases)
    func severalLies(way: Way) {
        var random = SeededGenerator(seed: 7)
        let honest = Self.chain.block(6)
        for _ in 0..<10 {
            var block = honest
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                Self.damage(&block.commit.signatures, using: &random)
            }
            for height in [Int64(2), 5] {
                #expect(
                    Self.verify(block, from: height, way.checker)
                        == Self.verify(block, from: height))
            }
        }
    }

    /// A forged signature, a vote in the place of another one, or somebody's second vote.
    private static func damage(
        _ slots: inout [CommitSignature], using random: inout SeededGenerator
    ) {
        let slot = Int.random(in: slots.indices, using: &random)
        switch Int.random(in: 0..<3, using: &random) {
        case 0: slots[slot].signature[3] ^= 1
        case 1: slots.swapAt(slot, Int.random(in: slots.indices, using: &random))
        default: slots[slot] = slots[Int.random(in: slots.indices, using: &random)]
        }
    }

    @Test("a vote that only the wider rule of the chain counts is counted", arguments: Way.allCases)
    func widerRule(way: Way) {
        let commit = SmallOrder.commit
        #expect(
            !Ed25519.isValidByCrypto(
                commit.signatures[0].signature, commit.signBytes(chainID: "test-chain", at: 0),
                SmallOrder.validators.validators[0].publicKey.bytes))
        var signatures = CommitSignatures(commit, chainID: "test-chain", checker: way.checker)
        #expect(throws: Never.self) {
            try signatures.checkQuorum(of: SmallOrder.validators, total: 160)
        }
    }

    @Test("a step over a gap checks each signature once, an unsound commit none too many")
    func each() {
        let counts = Mutex<[Int]>([])
        let counting = SignatureChecker { count, isGood in
            counts.withLock { $0.append(count) }
            return (0..<count).first { !isGood($0) }
        }
        let verdict = Self.verify(Self.chain.block(6), from: 2, counting)
        #expect(verdict == .verified(Self.chain.trusted(6)))
        #expect(counts.withLock { $0 } == [20])
        // Its first slot is another validator's: no signature stands before that.
        counts.withLock { $0 = [] }
        var block = Self.chain.block(6)
        block.commit.signatures.swapAt(0, 1)
        #expect(Self.verify(block, from: 5, counting) == .invalid(.slotOfOtherValidator(slot: 0)))
        #expect(counts.withLock { $0 } == [])
    }

    @Test("a way up and a witness hand their checker on")
    func handedOn() {
        let refusing = SignatureChecker { _, _ in 3 }
        let (block, trusted) = (Self.chain.block(6), Self.chain.trusted(2))
        var bisection = Bisection(
            trusted: trusted, target: 6, options: Self.options, checker: refusing)
        bisection.take(block, now: Self.chain.now)
        #expect(bisection.next == .failed(.invalid(height: 6, .wrongSignature(slot: 3))))
        #expect(
            Verifier.start(
                block, at: Self.chain.anchor(6), options: Self.options, now: Self.chain.now,
                checker: refusing) == .invalid(.wrongSignature(slot: 3)))
        var other = ChainBuilder(SeededValidator.equals(20), heights: 2)
        var plan = BlockPlan()
        plan.transactions = [[1]]
        for _ in 0..<4 { other.append(plan) }
        var check = WitnessCheck(
            trace: [trusted, Self.chain.trusted(6)], options: Self.options, checker: refusing)
        check.take(other.block(6).header)
        check.take(other.block(2).header)
        check.take(other.block(6).header)
        check.take(other.block(6), now: Self.chain.now)
        guard case .done(.faulty(let reason)) = check.next else {
            Issue.record("\(check.next)")
            return
        }
        #expect(reason.contains("\(Invalidity.wrongSignature(slot: 3))"))
    }
}

/// Votes with a key and a signature of small order: good by ZIP 215, whatever is signed, and bad by
/// the narrower rule that Crypto has.
private enum SmallOrder {
    /// The encoding of the neutral point, whose y is 1.
    private static let identity: [UInt8] = [1] + Array(repeating: 0, count: 31)
    private static let key = ValidatorKey.ed25519(identity)

    static let validators = ValidatorSet(
        validators: Array(repeating: Validator(publicKey: key, votingPower: 10), count: 16))

    static var commit: Commit {
        let vote = CommitSignature(
            flag: .commit, validatorAddress: key.address ?? [], timestamp: ChainBuilder.start,
            signature: nonCanonical + Array(repeating: 0, count: 32))
        let hash = Digest.of([1]).bytes
        return Commit(
            height: 6, round: 0, blockID: BlockID(hash: hash, partsTotal: 1, partsHash: hash),
            signatures: Array(repeating: vote, count: 16))
    }

    /// The same point again with y = p + 1, which only the wider rule reads.
    private static let nonCanonical: [UInt8] =
        [0xee] + Array(repeating: 0xff, count: 30) + [0x7f]
}
