package import LightClients
import Wire

/// A light block before it is hashed and signed: whatever is put in comes out consistent.
///
/// A test that wants a lie with good signatures changes the forge; one that wants a lie without
/// them changes what `built` gives.
package struct BlockForge: Sendable {
    /// The header, but for the hashes of the validator sets.
    package var header: Header
    /// The validators of the height, in the order of their set.
    package var validators: [SeededValidator]
    /// The validators of the next height.
    package var nextValidators: [SeededValidator]
    /// The round of the commit.
    package var round: Int32 = 0
    /// What each validator did, by slot; all others voted for the block.
    package var flags: [Int: BlockIDFlag] = [:]

    /// A block that everybody votes for.
    package init(
        header: Header, validators: [SeededValidator], nextValidators: [SeededValidator]
    ) {
        self.header = header
        (self.validators, self.nextValidators) = (validators, nextValidators)
    }

    /// The block, hashed and signed.
    package func built() -> UnverifiedLightBlock {
        var header = header
        let (set, next) = (ValidatorSet(validators), ValidatorSet(nextValidators))
        header.validatorsHash = set.hash.bytes
        header.nextValidatorsHash = next.hash.bytes
        let hash = header.hash?.bytes ?? []
        let id = BlockID(hash: hash, partsTotal: 1, partsHash: Digest.of(hash).bytes)
        var commit = Commit(
            height: header.height, round: round, blockID: id,
            signatures: validators.indices.map { slot in vote(in: slot, header.time) })
        for (slot, validator) in validators.enumerated()
        where commit.signatures[slot].flag != .absent {
            commit.signatures[slot].signature = validator.sign(
                commit.signBytes(chainID: header.chainID, at: slot))
        }
        return UnverifiedLightBlock(
            header: header, commit: commit, validators: set, nextValidators: next)
    }

    private func vote(in slot: Int, _ time: Timestamp) -> CommitSignature {
        let flag = flags[slot] ?? .commit
        guard flag != .absent else { return .absent }
        // Every validator votes by its own clock, some milliseconds after the others.
        let clock = time.adding(nanoseconds: Int64(slot + 1) * 1_234_567) ?? time
        return CommitSignature(
            flag: flag, validatorAddress: validators[slot].shown.address, timestamp: clock,
            signature: [])
    }
}
