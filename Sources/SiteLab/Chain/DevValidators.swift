import LightClients
import Wire

/// The validators of a dev chain: they agree in the first round, and some may miss it.
struct DevValidators: Sendable {
    private static let millisecond: Int64 = 1_000_000

    /// The validators of some heights.
    fileprivate struct Members: Sendable {
        let from: Int64
        let set: ValidatorSet
        /// In the order of the set.
        let signers: [DevValidator]
    }

    /// By the height from which they are, ascending; the first from height 1.
    private let members: [Members]
    private let missingVotes: Int
    private var chance: SiteRandom

    init(_ settings: DevChainSettings) throws {
        let changes = settings.powerChanges.filter { $0.key > 1 }.sorted { $0.key < $1.key }
        members = try ([(key: 1, value: settings.powers)] + changes).map { from, powers in
            try Members(from: from, powers: powers, seed: settings.seed)
        }
        missingVotes = settings.missingVotes
        chance = SiteRandom(seed: settings.seed)
    }

    private func members(at height: Int64) -> Members {
        guard let found = members.last(where: { $0.from <= height }) else {
            preconditionFailure("a chain begins at height 1")
        }
        return found
    }

    /// The validators of a height.
    func set(at height: Int64) -> ValidatorSet { members(at: height).set }

    /// The most validators that there are at any height.
    var mostMembers: Int { members.map(\.set.validators.count).max() ?? 0 }

    /// Who proposes at a height: one after the other.
    func proposer(at height: Int64) -> Validator {
        let validators = set(at: height).validators
        return validators[Int((height - 1) % Int64(validators.count))]
    }

    /// The precommits for a block, by clocks that run some milliseconds apart.
    mutating func commit(
        to blockID: BlockID, of header: Header, now: Timestamp, fork: DevFork? = nil
    ) throws -> Commit {
        let members = members(at: header.height)
        let (set, signers) = (members.set, members.signers)
        let earliest = header.time.adding(nanoseconds: DevValidators.millisecond)
        let start = max(now, earliest ?? now)
        var commit = Commit(
            height: header.height, round: fork?.round ?? 0, blockID: blockID, signatures: [])
        let flags = fork.map { Self.flags(of: set, in: $0) } ?? flags(of: set)
        for (slot, flag) in flags.enumerated() {
            let delay = Int64(slot) * DevValidators.millisecond
            commit.signatures.append(
                flag == .absent
                    ? .absent
                    : CommitSignature(
                        flag: flag, validatorAddress: set.validators[slot].address,
                        timestamp: start.adding(nanoseconds: delay) ?? start, signature: []))
        }
        for slot in signers.indices where commit.signatures[slot].flag != .absent {
            commit.signatures[slot].signature = try signers[slot].sign(
                commit.signBytes(chainID: header.chainID, at: slot))
        }
        return commit
    }

    /// What each validator does; more than two thirds of the power vote for the block.
    private mutating func flags(of set: ValidatorSet) -> [BlockIDFlag] {
        let total = set.totalPower ?? 0
        var voting = total
        return set.validators.map { validator in
            let rest = voting - validator.votingPower
            let isMissing = Int.random(in: 0..<1_000, using: &chance) < missingVotes
            guard isMissing, 3 * rest > 2 * total else {
                return .commit
            }
            voting = rest
            return Bool.random(using: &chance) ? .absent : .nil
        }
    }

    /// Who signs a block of a fork.
    private static func flags(of set: ValidatorSet, in fork: DevFork) -> [BlockIDFlag] {
        set.validators.indices.map { slot in
            fork.absent > 0 && slot.isMultiple(of: fork.absent) ? .absent : .commit
        }
    }

    /// The time of the block after these votes: their median, weighted by power.
    ///
    /// So no minority of clocks decides it. Votes for no block count as well.
    static func medianTime(of commit: Commit, by set: ValidatorSet) -> Timestamp {
        let votes = zip(commit.signatures, set.validators)
            .filter { $0.0.flag != .absent }
            .map { (time: $0.0.timestamp, power: $0.1.votingPower) }
            .sorted { $0.time < $1.time }
        var median = votes.reduce(0) { $0 + $1.power } / 2
        for vote in votes {
            if median <= vote.power { return vote.time }
            median -= vote.power
        }
        preconditionFailure("a commit has votes")
    }
}

extension DevValidators.Members {
    fileprivate init(from: Int64, powers: [Int64], seed: UInt64) throws {
        let validators = try powers.enumerated().filter { $0.element > 0 }.map { number, power in
            try DevValidator(seed: seed, number: number, power: power)
        }
        let set = ValidatorSet(ordering: validators.map(\.validator))
        self.init(
            from: from, set: set,
            signers: set.validators.compactMap { member in
                validators.first { $0.validator.address == member.address }
            })
    }
}
