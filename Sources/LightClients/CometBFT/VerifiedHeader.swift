package import Wire

/// A header that a `Verifier` let through: proof that every check held.
///
/// Only a `Verifier` makes one, and `init(restoring:…)` for what a trust store kept of one.
package struct VerifiedHeader: Hashable, Sendable {
    /// The header.
    package let header: Header
    /// Its hash.
    package let hash: Digest
    /// The votes that were checked; nil when it was verified by a hash alone.
    package let commit: Commit?
    /// The validators who gave these votes; nil when it was verified by a hash alone.
    package let validators: ValidatorSet?
    /// The validators of the height after; nil where nobody supplied them.
    ///
    /// Without them only the very next height can be verified from here.
    package let nextValidators: ValidatorSet?

    /// The height.
    package var height: Int64 { header.height }
    /// The time.
    package var time: Timestamp { header.time }

    /// What the verifier found good in a block.
    init(checked block: UnverifiedLightBlock, hash: Digest) {
        (header, self.hash) = (block.header, hash)
        (commit, validators) = (block.commit, block.validators)
        nextValidators = block.nextValidators
    }

    /// What the verifier found good by its hash.
    init(checked header: Header, hash: Digest, nextValidators: ValidatorSet?) {
        (self.header, self.hash) = (header, hash)
        (commit, validators) = (nil, nil)
        self.nextValidators = nextValidators
    }

    /// Takes up a header again that was verified before and kept in a place nobody else writes.
    ///
    /// For the trust store only: signatures are **not** checked again. The hash is computed, and
    /// the sets must be those that the header names; `Invalidity` says what does not fit.
    package init(
        restoring header: Header, commit: Commit? = nil, validators: ValidatorSet? = nil,
        nextValidators: ValidatorSet? = nil
    ) throws(Invalidity) {
        hash = try header.checked()
        if let commit, commit.blockID.hash != hash.bytes {
            throw .commitForOtherBlock(header: hash, commit: commit.blockID.hash)
        }
        try validators?.check(against: header.validatorsHash, else: Invalidity.wrongValidators)
        try nextValidators?.check(
            against: header.nextValidatorsHash, else: Invalidity.wrongNextValidators)
        (self.header, self.commit) = (header, commit)
        (self.validators, self.nextValidators) = (validators, nextValidators)
    }
}
