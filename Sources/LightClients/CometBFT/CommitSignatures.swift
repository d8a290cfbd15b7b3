import Wire

/// The signatures of one commit while they are checked, each at most once for a key.
///
/// Every slot is checked, also beyond the threshold and also votes for no block: a canonical
/// commit only has votes that validators checked, so a bad one gives a liar away.
struct CommitSignatures {
    /// A vote whose signature has to be good, and under which key.
    private typealias Vote = (slot: Int, key: ValidatorKey)

    private let commit: Commit
    private let chainID: String
    private let checker: SignatureChecker
    /// The key under which a slot's signature was found good.
    private var checkedKeys: [ValidatorKey?]

    init(_ commit: Commit, chainID: String, checker: SignatureChecker = .oneByOne) {
        (self.commit, self.chainID, self.checker) = (commit, chainID, checker)
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
        var (votes, fault): ([Vote], Invalidity?) = ([], nil)
        for (slot, vote) in commit.signatures.enumerated() where vote.flag == .commit {
            guard let place = places[vote.validatorAddress] else { continue }
            guard seen.insert(place).inserted else {
                fault = .doubleVote(slot: slot)
                break
            }
            let member = trusted.validators[place]
            votes.append((slot, member.publicKey))
            power += member.votingPower  // no overflow: the set's total was checked
        }
        try check(votes, before: fault)
        return power
    }

    /// Whether more than two thirds of the header's own validators voted for the block.
    mutating func checkQuorum(of set: ValidatorSet, total: Int64) throws(Invalidity) {
        let slots = commit.signatures
        guard slots.count == set.validators.count else {
            throw .wrongSlotCount(slots: slots.count, validators: set.validators.count)
        }
        var power: Int64 = 0
        var (votes, fault): ([Vote], Invalidity?) = ([], nil)
        for (slot, vote) in slots.enumerated() where vote.flag != .absent {
            let validator = set.validators[slot]
            guard vote.validatorAddress == validator.address else {
                fault = .slotOfOtherValidator(slot: slot)
                break
            }
            votes.append((slot, validator.publicKey))
            if vote.flag == .commit { power += validator.votingPower }
        }
        try check(votes, before: fault)
        guard power > total / 3 * 2 + total % 3 * 2 / 3 else {
            throw .notEnoughPower(signed: power, total: total)
        }
    }

    /// Checks the signatures of votes, in the order of their slots, that stand before a fault of
    /// another kind: whichever comes first is the reason.
    private mutating func check(_ votes: [Vote], before fault: Invalidity?) throws(Invalidity) {
        let open = votes.filter { checkedKeys[$0.slot] != $0.key }
        let (commit, chainID) = (commit, chainID)
        let bad = checker.firstBad(among: open.count) { place in
            let (slot, key) = open[place]
            guard case .ed25519(let publicKey) = key else { return false }
            return Ed25519.isValid(
                signature: commit.signatures[slot].signature,
                message: commit.signBytes(chainID: chainID, at: slot), publicKey: publicKey)
        }
        if let bad { throw .wrongSignature(slot: open[bad].slot) }
        if let fault { throw fault }
        for (slot, key) in open { checkedKeys[slot] = key }
    }
}
