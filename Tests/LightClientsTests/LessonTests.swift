import ChainKit
import Foundation
import LightClients
import Testing
import Wire

/// Mistakes that light clients were shipped with, each held off by a test.
@Suite("Lessons of other light clients")
struct LessonTests {
    private static let options = TrustOptions(
        chainID: "test-chain", trustingPeriodSeconds: 1_000_000)

    private static func step(_ block: UnverifiedLightBlock, _ chain: ChainBuilder) -> Verdict {
        Verifier.verify(
            block, trusted: chain.trusted(1), options: options, now: chain.now)
    }

    @Test("votes for no block do not count (tendermint-rs 282)")
    func nilVotes() {
        var plan = BlockPlan()
        plan.flags = [0: .nil]
        var chain = ChainBuilder(SeededValidator.equals(3), heights: 1)
        chain.append(plan)
        let reason = Invalidity.notEnoughPower(signed: 20, total: 30)
        #expect(Self.step(chain.block(2), chain) == .invalid(reason))
    }

    @Test("exactly two thirds are not more than two thirds")
    func exactlyTwoThirds() {
        for (absent, isEnough) in [(1, false), (0, true)] {
            var chain = ChainBuilder(SeededValidator.equals(3), heights: 1)
            var plan = BlockPlan()
            for slot in 0..<absent { plan.flags[slot] = .absent }
            chain.append(plan)
            #expect((Self.step(chain.block(2), chain).fault == nil) == isEnough)
        }
    }

    @Test("exactly one third of the trusted power is not enough to skip")
    func exactlyOneThird() {
        let old = SeededValidator.equals(3)
        for (power, isEnough) in [(Int64(10), false), (11, true)] {
            // Of the three trusted validators only one signs on, with power enough of its own.
            var members = old
            members[0].shown.votingPower = power
            var chain = ChainBuilder(members, heights: 1)
            var plan = BlockPlan()
            var alone = members[0]
            alone.shown.votingPower = 1_000
            plan.next = [alone]
            chain.append(plan)
            chain.append()
            let verdict = Self.step(chain.block(3), chain)
            #expect(verdict.fault == (isEnough ? nil : .notEnoughTrust))
        }
    }

    @Test("one validator in two slots counts once and is called a double vote (tendermint-rs 335)")
    func countedTwice() {
        let chain = ChainBuilder(SeededValidator.equals(4), heights: 4)
        let block = Mutation.repeatedSlot.block(from: chain.forge(4))
        #expect(Self.step(block, chain) == .invalid(.doubleVote(slot: 1)))
    }

    @Test("one validator cannot speak for others by their addresses (GHSA-6jrf-4jv4-r9mw)")
    func foreignAddresses() {
        // The liar's set has its own keys under the addresses of the trusted validators.
        let trusted = SeededValidator.equals(4)
        let chain = ChainBuilder(trusted, heights: 4)
        var liars = SeededValidator.equals(4, prefix: "liar")
        for index in liars.indices { liars[index].shown.address = trusted[index].shown.address }
        var forge = chain.forge(4)
        forge.validators = liars
        #expect(
            Self.step(forge.built(), chain) == .invalid(.addressNotOfKey(validator: 0)))
    }

    @Test("the same key twice in a set is refused (bsc 3623)")
    func duplicates() {
        let chain = ChainBuilder(SeededValidator.equals(4), heights: 4)
        let block = Mutation.duplicateValidator.block(from: chain.forge(4))
        #expect(Self.step(block, chain) == .invalid(.duplicateValidator(1)))
    }

    @Test("a power minus 2^64 hashes the same and is refused (cardano-ibc-incubator 668)")
    func wrappedPower() throws {
        let json = #"{"address":"","pub_key":{"type":"tendermint/PubKeyEd25519","value":""},"#
        let wrapped = json + #""voting_power":"18446744073709551606"}"#
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(Validator.self, from: Data(wrapped.utf8))
        }
        // In protobuf the same bits are a negative number, and that is no power.
        let chain = ChainBuilder(SeededValidator.equals(4), heights: 4)
        let block = Mutation.negativePower.block(from: chain.forge(4))
        let read = try ValidatorSet(protobuf: block.validators.protobuf)
        #expect(read.hash.bytes == block.header.validatorsHash)
        #expect(read.totalPower == nil)
        #expect(
            Self.step(block, chain) == .invalid(.negativePower(validator: 1, power: -1)))
    }

    @Test("powers whose sum wraps around are refused")
    func wrappedTotal() {
        for power in [Int64.max / 8, .max / 2, .max] {
            var members = SeededValidator.equals(4)
            for index in members.indices { members[index].shown.votingPower = power }
            #expect(ValidatorSet(members).totalPower == nil)
            let chain = ChainBuilder(SeededValidator.equals(4), heights: 4)
            var forge = chain.forge(4)
            forge.validators = members
            #expect(Self.step(forge.built(), chain) == .invalid(.totalPowerTooLarge))
        }
    }

    @Test("the greatest total that is allowed is counted right")
    func greatestTotal() {
        let greatest = Int64.max / 8
        let members = [
            SeededValidator("great", power: greatest / 3 * 2 + 1),
            SeededValidator("small", power: greatest - (greatest / 3 * 2 + 1)),
        ]
        #expect(ValidatorSet(members).totalPower == greatest)
        var chain = ChainBuilder(members, heights: 1)
        for flags: [Int: BlockIDFlag] in [[1: .absent], [0: .absent]] {
            var plan = BlockPlan()
            plan.flags = flags
            chain.append(plan)
        }
        #expect(Self.step(chain.block(2), chain).fault == nil)
        let small = greatest - (greatest / 3 * 2 + 1)
        let verdict = Verifier.verify(
            chain.block(3), trusted: chain.trusted(2), options: Self.options, now: chain.now)
        #expect(verdict == .invalid(.notEnoughPower(signed: small, total: greatest)))
        // Over a gap the third that is left is not even enough to look any further.
        #expect(Self.step(chain.block(3), chain) == .notEnoughTrust)
    }

    @Test("a path of wrong shape has no root, and no root proves nothing (VSA-2022-100)")
    func noRoot() {
        let transactions: [[UInt8]] = [[1], [2], [3]]
        var proof = TxProof(of: 1, in: transactions)
        proof.path = MerklePath(index: 1, total: 3, aunts: [])
        #expect(
            proof.verify(dataHash: proof.rootHash.bytes, txHash: Digest.of([2]))
                == .refuted(.wrongPath))
        #expect(proof.verify(dataHash: [], txHash: Digest.of([2])) == .refuted(.otherRoot))
        let result = ExecTxResult(code: 0, data: [])
        let path = MerklePath(index: 0, total: 2, aunts: [])
        #expect(!ResultProof(result: result, path: path).isValid(lastResultsHash: []))
    }

    @Test("31 and exactly 100 validators are as good as 4 (tendermint 6010, 6406)")
    func manyValidators() {
        for count in [1, 31, 100] {
            let chain = ChainBuilder(SeededValidator.equals(count), heights: 3)
            #expect(Self.step(chain.block(3), chain).fault == nil)
        }
    }

    @Test("a lower target is no fault of the node (tendermint-rs 789)")
    func lowerTarget() {
        let chain = ChainBuilder(SeededValidator.equals(4), heights: 4)
        let bisection = Bisection(trusted: chain.trusted(4), target: 2, options: Self.options)
        #expect(bisection.next == .failed(.targetBelowTrust(target: 2, trusted: 4)))
    }

    @Test("a slot that votes beyond the threshold is checked as well")
    func beyondTheThreshold() {
        let chain = ChainBuilder(SeededValidator.equals(10), heights: 4)
        var block = chain.block(4)
        block.commit.signatures[9].signature[0] ^= 1
        #expect(Self.step(block, chain) == .invalid(.wrongSignature(slot: 9)))
        var forge = chain.forge(4)
        forge.flags = [8: .nil]
        block = forge.built()
        #expect(Self.step(block, chain).fault == nil)
        block.commit.signatures[8].signature[0] ^= 1
        #expect(Self.step(block, chain) == .invalid(.wrongSignature(slot: 8)))
    }

    @Test("all the trust there is can never be exceeded, a level below 1/3 is none")
    func trustLevels() throws {
        let chain = ChainBuilder(SeededValidator.equals(4), heights: 4)
        var options = Self.options
        options.trustLevel = try #require(TrustLevel(numerator: .max, denominator: .max))
        #expect(
            Verifier.verify(
                chain.block(4), trusted: chain.trusted(1), options: options, now: chain.now)
                == .notEnoughTrust)
        for (numerator, denominator) in [(1, 4), (2, 1), (0, 1), (-1, -3), (1, 0), (1, Int64.max)] {
            #expect(TrustLevel(numerator: Int64(numerator), denominator: denominator) == nil)
        }
        #expect(TrustLevel(numerator: 1, denominator: 3) == .third)
    }
}
