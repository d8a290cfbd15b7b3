import ChainKit
import LightClients
import TestKit
import Testing
import Wire

@Suite("No bit of a light block can be changed unnoticed")
struct BitFlipTests {
    private static let options = TrustOptions(
        chainID: "test-chain", trustingPeriodSeconds: 1_000_000)

    /// Whether a block in its four messages is verified from height 1.
    private static func isVerified(_ messages: [[UInt8]], _ chain: ChainBuilder) -> Bool {
        do {
            let block = UnverifiedLightBlock(
                header: try Header(protobuf: messages[0]),
                commit: try Commit(protobuf: messages[1]),
                validators: try ValidatorSet(protobuf: messages[2]),
                nextValidators: try ValidatorSet(protobuf: messages[3]))
            let verdict = Verifier.verify(
                block, trusted: chain.trusted(1), options: options, now: chain.now)
            return verdict.fault == nil
        } catch {
            return false
        }
    }

    private static func messages(of block: UnverifiedLightBlock) -> [[UInt8]] {
        [
            block.header.protobuf, block.commit.protobuf, block.validators.protobuf,
            block.nextValidators?.protobuf ?? [],
        ]
    }

    /// A chain with an absent and a nil vote in every block.
    private static func chain() -> ChainBuilder {
        var chain = ChainBuilder(SeededValidator.equals(7), heights: 1)
        for _ in 0..<2 {
            var plan = BlockPlan()
            plan.flags = [1: .nil, 4: .absent]
            plan.round = 1
            chain.append(plan)
        }
        return chain
    }

    @Test(
        "next height or further on, a flipped bit of any byte is refused",
        arguments: [Int64(2), 3], 0..<3)
    func flips(height: Int64, third: Int) {
        let chain = Self.chain()
        let honest = Self.messages(of: chain.block(height))
        #expect(Self.isVerified(honest, chain))
        for (part, message) in honest.enumerated() {
            for bit in 0..<message.count * 8 {
                // All bits take long: one of each byte, another one in the next. The bytes are
                // shared out among three, for every flip in a vote has a signature looked at.
                guard bit % 8 == bit / 8 % 8, bit / 8 % 3 == third else { continue }
                var flipped = honest
                flipped[part][bit / 8] ^= 1 << UInt8(bit % 8)
                #expect(!Self.isVerified(flipped, chain), "message \(part), bit \(bit)")
            }
        }
    }

    @Test("random flips in random chains are refused", arguments: UInt64(1)...8)
    func randomFlips(seed: UInt64) throws {
        let chain = ChainBuilder.random(seed: seed, heights: 2)
        let honest = Self.messages(of: chain.block(2))
        let trusted = chain.trusted(1)
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<60 {
            var flipped = honest
            let part = Int(generator.next() % 4)
            let bit = Int(generator.next() % UInt64(honest[part].count * 8))
            flipped[part][bit / 8] ^= 1 << UInt8(bit % 8)
            #expect(
                !Self.isVerified(flipped, chain),
                "seed \(seed), message \(part), bit \(bit), from \(trusted.height)")
        }
    }

    @Test("a block cut short anywhere is no block")
    func cutShort() {
        let chain = Self.chain()
        let honest = Self.messages(of: chain.block(2))
        for (part, message) in honest.enumerated() {
            for count in 0..<message.count {
                var cut = honest
                cut[part] = Array(message.prefix(count))
                #expect(!Self.isVerified(cut, chain), "message \(part), \(count) bytes")
            }
        }
    }
}
