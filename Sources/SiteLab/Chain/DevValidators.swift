import LightClients
import Wire

/// The validators of a dev chain: they agree in the first round, and some may miss it.
struct DevValidators: Sendable {
    private static let millisecond: Int64 = 1_000_000

    let set: ValidatorSet
    /// In the order of the set.
    private let signers: [DevValidator]
    private let missingVotes: Int
    private var chance: SiteRandom

    init(_ settings: DevChainSettings) throws {
        let validators = try settings.powers.enumerated().map { number, power in
            try DevValidator(seed: settings.seed, number: number, power: power)
        }
        let set = ValidatorSet(ordering: validators.map(\.validator))
        self.set = set
        signers = set.validators.compactMap { member in
            validators.first { $0.validator.address == member.address }
        }
        missingVotes = settings.missingVotes
        chance = SiteRandom(seed: settings.seed)
    }

    /// Who proposes at a height: one after the other.
    func proposer(at height: Int64) -> Validator {
        set.validators[Int((height - 1) % Int64(set.validators.count))]
    }

    /// The precommits for a block, by clocks that run some milliseconds apart.
    mutating func commit(
        to blockID: BlockID, of header: Header, now: Timestamp
    ) throws -> Commit {
        let earliest = header.time.adding(nanoseconds: DevValidators.millisecond)
        let start = max(now, earliest ?? now)
        var commit = Commit(
            height: header.height, round: 0, blockID: blockID, signatures: [])
        for (slot, flag) in flags().enumerated() {
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
    private mutating func flags() -> [BlockIDFlag] {
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
