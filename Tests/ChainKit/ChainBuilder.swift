package import LightClients
import TestKit
package import Wire

/// What the next block of a chain is to be like.
package struct BlockPlan: Sendable {
    /// Seconds after the block before.
    package var seconds: Int64 = 1
    /// The round in which it is decided.
    package var round: Int32 = 0
    /// What validators did, by slot; all others voted for the block.
    package var flags: [Int: BlockIDFlag] = [:]
    /// The validators of the height after; nil for the same again.
    package var next: [SeededValidator]?
    /// The transactions.
    package var transactions: [[UInt8]] = []
    /// Their results; nil for plain successes.
    package var results: [ExecTxResult]?
    /// The application's hash after the block before; nil for one that nothing lies under.
    package var appHash: [UInt8]?

    /// A block a second later, with every vote and without transactions.
    package init() {}
}

/// A whole chain in memory, with real hashes, links and signatures.
package struct ChainBuilder: Sendable {
    /// The chain's id.
    package let chainID: String
    /// What each block was made from, from height 1.
    package private(set) var forges: [BlockForge] = []
    /// The blocks, from height 1.
    package private(set) var blocks: [UnverifiedLightBlock] = []
    /// The transactions of each block.
    package private(set) var transactions: [[[UInt8]]] = []
    /// The results of each block.
    package private(set) var results: [[ExecTxResult]] = []
    private var validators: [SeededValidator]
    private var time: Timestamp

    /// 2026-01-01T00:00:00Z, where chains begin.
    package static let start =
        Timestamp(seconds: 1_767_225_600, nanoseconds: 0) ?? .epoch

    /// A chain without blocks.
    package init(
        _ validators: [SeededValidator], chainID: String = "test-chain",
        start: Timestamp = ChainBuilder.start
    ) {
        (self.validators, self.chainID) = (SeededValidator.ordered(validators), chainID)
        time = start
    }

    /// A chain of some plain blocks.
    package init(_ validators: [SeededValidator], heights: Int) {
        self.init(validators)
        for _ in 0..<heights { append() }
    }

    /// The height of the newest block; 0 without any.
    package var height: Int64 { Int64(blocks.count) }
    /// The moment the newest block was proposed.
    package var now: Timestamp { time }

    /// The block of a height.
    package func block(_ height: Int64) -> UnverifiedLightBlock { blocks[Int(height) - 1] }
    /// What the block of a height was made from.
    package func forge(_ height: Int64) -> BlockForge { forges[Int(height) - 1] }

    /// The anchor of a height.
    package func anchor(_ height: Int64) -> Anchor {
        guard let hash = block(height).header.hash else {
            preconditionFailure("every block here has a hash")
        }
        return Anchor(height: height, hash: hash)
    }

    /// The header of a height as a light client keeps it that verified it.
    package func trusted(_ height: Int64) -> VerifiedHeader {
        let block = block(height)
        do {
            return try VerifiedHeader(
                restoring: block.header, commit: block.commit, validators: block.validators,
                nextValidators: block.nextValidators)
        } catch {
            preconditionFailure("every block here is sound: \(error)")
        }
    }

    /// Adds a block.
    package mutating func append(_ plan: BlockPlan = BlockPlan()) {
        time = time.adding(nanoseconds: plan.seconds * 1_000_000_000) ?? time
        let next = plan.next.map(SeededValidator.ordered) ?? validators
        var forge = BlockForge(
            header: header(plan), validators: validators, nextValidators: next)
        (forge.round, forge.flags) = (plan.round, plan.flags)
        forges.append(forge)
        blocks.append(forge.built())
        transactions.append(plan.transactions)
        results.append(
            plan.results ?? plan.transactions.map { _ in ExecTxResult(code: 0, data: []) })
        validators = next
    }

    private func header(_ plan: BlockPlan) -> Header {
        var header = Header(chainID: chainID, height: height + 1, time: time)
        header.versionApp = 1
        if let last = blocks.last { header.lastBlockID = last.commit.blockID }
        header.lastCommitHash = (blocks.last?.commit.hash ?? MerkleTree.emptyRoot).bytes
        header.dataHash = TxProof.root(of: plan.transactions).bytes
        header.consensusHash = BlockParams().hash.bytes
        header.appHash = plan.appHash ?? Digest.of([UInt8](String(height).utf8)).bytes
        header.lastResultsHash = ExecTxResult.root(of: results.last ?? []).bytes
        header.evidenceHash = MerkleTree.emptyRoot.bytes
        header.proposerAddress = validators[blocks.count % validators.count].shown.address
        return header
    }
}

extension ChainBuilder {
    /// A chain whose validators, powers, votes, rounds and times all follow from a seed.
    ///
    /// Every block has more than two thirds of its votes; from block to block one validator
    /// joins, leaves or changes its power, now and then.
    package static func random(seed: UInt64, heights: Int) -> ChainBuilder {
        var generator = SeededGenerator(seed: seed)
        var members = (0..<Int.random(in: 1...7, using: &generator)).map { index in
            SeededValidator(
                "\(seed)/\(index)", power: .random(in: 1...1_000_000, using: &generator))
        }
        var chain = ChainBuilder(members)
        for height in 0..<heights {
            var plan = BlockPlan()
            plan.seconds = .random(in: 1...100, using: &generator)
            plan.round = .random(in: 0...3, using: &generator)
            plan.flags = chain.flags(using: &generator)
            plan.transactions = (0..<Int.random(in: 0...5, using: &generator)).map { index in
                [UInt8]("\(seed)/\(height)/\(index)".utf8)
            }
            if Bool.random(using: &generator) {
                change(&members, "\(seed)/new \(height)", using: &generator)
                plan.next = members
            }
            chain.append(plan)
        }
        return chain
    }

    private func flags(using generator: inout SeededGenerator) -> [Int: BlockIDFlag] {
        let powers = validators.map(\.shown.votingPower)
        let total = powers.reduce(0, +)
        var (missing, flags): (Int64, [Int: BlockIDFlag]) = (0, [:])
        for slot in powers.indices.shuffled(using: &generator) {
            missing += powers[slot]
            guard missing * 3 < total else { break }
            flags[slot] = Bool.random(using: &generator) ? .absent : .nil
        }
        return flags
    }

    private static func change(
        _ members: inout [SeededValidator], _ name: String,
        using generator: inout SeededGenerator
    ) {
        let power = Int64.random(in: 1...1_000_000, using: &generator)
        let place = Int.random(in: members.indices, using: &generator)
        switch Int.random(in: 0..<3, using: &generator) {
        case 0: members.append(SeededValidator(name, power: power))
        case 1 where members.count > 1: members.remove(at: place)
        default: members[place].shown.votingPower = power
        }
    }
}
