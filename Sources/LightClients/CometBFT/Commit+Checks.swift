import Wire

extension Commit {
    /// The longest signature of a supported kind of key; the kinds are looked at before.
    static let maximumSignatureCount = 64

    /// What must hold for a commit by itself.
    func check() throws(Invalidity) {
        guard height > 0 else { throw .commitHeightNotPositive(height) }
        guard round >= 0 else { throw .negativeRound(round) }
        guard !blockID.isZero else { throw .commitForNoBlock }
        try requireHash(blockID.hash, "block_id.hash")
        try requireHash(blockID.partsHash, "block_id.parts.hash")
        guard !signatures.isEmpty else { throw .emptyCommit }
        guard signatures.count <= ValidatorSet.maximumCount else {
            throw .tooManySlots(signatures.count)
        }
        for (slot, signature) in signatures.enumerated() {
            try signature.check(slot)
        }
        guard signatures.contains(where: { $0.flag != .absent }) else { throw .nobodyVoted }
    }
}

extension CommitSignature {
    /// What must hold for one slot by itself.
    fileprivate func check(_ slot: Int) throws(Invalidity) {
        guard flag != .absent else {
            guard self == .absent else { throw .absentSlotNotEmpty(slot: slot) }
            return
        }
        guard validatorAddress.count == ValidatorKey.addressCount else {
            throw .wrongAddressLength(slot: slot, count: validatorAddress.count)
        }
        guard (1...Commit.maximumSignatureCount).contains(signature.count) else {
            throw .wrongSignatureLength(slot: slot, count: signature.count)
        }
    }
}
