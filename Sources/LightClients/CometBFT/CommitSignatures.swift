import Wire

/// The signatures of one commit while they are checked, each at most once for a key.
///
/// Every slot is checked, also beyond the threshold and also votes for no block: a canonical
/// commit only has votes that validators checked, so a bad one gives a liar away.
struct CommitSignatures {
    private let commit: Commit
    private let chainID: String
    /// The key under which a slot's signature was found good.
    private var checkedKeys: [ValidatorKey?]

    init(_ commit: Commit, chainID: String) {
        self.commit = commit
        self.chainID = chainID
        checkedKeys = Array(repeating: nil, count: commit.signatures.count)
    }

    /// The power, in a trusted set, of its members who voted for the block.
    ///
    /// Members are found by address, since their places in the later set are not known.
    /// Voters who are not members are passed over.
    mutating func trustedPower(in trusted: ValidatorSet) throws(Invalidity) -> Int64 {
        var places: [[UInt8]: Int] = [:]
        for (place, validator) in trusted.validators.enumerated() {
            places[validator.address] = place
        }
        var seen: Set<Int> = []
        var power: Int64 = 0
        for (slot, vote) in commit.signatures.enumerated() where vote.flag == .commit {
            guard let place = places[vote.validatorAddress] else { continue }
            guard seen.insert(place).inserted else { throw .doubleVote(slot: slot) }
            let member = trusted.validators[place]
            try check(slot, key: member.publicKey)
            power += member.votingPower  // no overflow: the set's total was checked
        }
        return power
    }

    /// Whether more than two thirds of the header's own validators voted for the block.
    mutating func checkQuorum(of set: ValidatorSet, total: Int64) throws(Invalidity) {
        let slots = commit.signatures
        guard slots.count == set.validators.count else {
            throw .wrongSlotCount(slots: slots.count, validators: set.validators.count)
        }
        var power: Int64 = 0
        for (slot, vote) in slots.enumerated() where vote.flag != .absent {
            let validator = set.validators[slot]
            guard vote.validatorAddress == validator.address else {
                throw .slotOfOtherValidator(slot: slot)
            }
            try check(slot, key: validator.publicKey)
            if vote.flag == .commit { power += validator.votingPower }
        }
        guard power > total / 3 * 2 + total % 3 * 2 / 3 else {
            throw .notEnoughPower(signed: power, total: total)
        }
    }

    private mutating func check(_ slot: Int, key: ValidatorKey) throws(Invalidity) {
        guard checkedKeys[slot] != key else { return }
        guard case .ed25519(let publicKey) = key,
            Ed25519.isValid(
                signature: commit.signatures[slot].signature,
                message: commit.signBytes(chainID: chainID, at: slot), publicKey: publicKey)
        else { throw .wrongSignature(slot: slot) }
        checkedKeys[slot] = key
    }
}
