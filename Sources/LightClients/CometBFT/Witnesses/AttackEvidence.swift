package import Wire

/// Proof for a chain that validators signed a block beside the one that was decided.
///
/// What CometBFT calls LightClientAttackEvidence; it is sent as JSON alone. Which of two blocks is
/// the attack only the chain's full nodes can tell, so each side is told about the other's.
package struct AttackEvidence: Hashable, Sendable {
    /// How it was done.
    package enum Kind: Hashable, Sendable {
        /// Fields that follow from the chain alone were made up.
        case lunatic
        /// Validators signed two blocks in one round.
        case equivocation
        /// Validators signed two blocks in different rounds; who did wrong cannot be seen.
        case amnesia
    }

    /// The block that is not the chain's.
    package let conflicting: UnverifiedLightBlock
    /// How it was done.
    package let kind: Kind
    /// The height from which the evidence is judged.
    package let commonHeight: Int64
    /// The validators of the common height that signed it, as far as they are known.
    package let byzantine: [Validator]
    /// The power of the set that is answered for.
    package let totalPower: Int64
    /// The time of the common header.
    package let time: Timestamp

    /// Makes the evidence against `conflicting`; nil where votes or validators are not at hand,
    /// as for headers that were verified by a hash alone.
    package init?(
        conflicting: VerifiedHeader, trusted: VerifiedHeader, common: VerifiedHeader
    ) {
        guard let commit = conflicting.commit, let validators = conflicting.validators,
            let commonSet = common.validators, let trustedSet = trusted.validators,
            let trustedCommit = trusted.commit
        else { return nil }
        self.conflicting = UnverifiedLightBlock(
            header: conflicting.header, commit: commit, validators: validators,
            nextValidators: nil)
        let base: (header: VerifiedHeader, set: ValidatorSet)
        if AttackEvidence.isMadeUp(conflicting.header, beside: trusted.header) {
            kind = .lunatic
            base = (common, commonSet)
            byzantine = AttackEvidence.voters(of: commit, in: commonSet)
        } else if commit.round == trustedCommit.round {
            kind = .equivocation
            base = (trusted, trustedSet)
            byzantine = AttackEvidence.voters(
                of: AttackEvidence.shared(commit, trustedCommit), in: validators)
        } else {
            kind = .amnesia
            base = (trusted, trustedSet)
            byzantine = []
        }
        commonHeight = kind == .lunatic ? common.height : conflicting.height
        time = base.header.time
        totalPower = base.set.totalPower ?? 0
    }

    /// Whether a field differs that every correct node computes from the chain before.
    private static func isMadeUp(_ header: Header, beside trusted: Header) -> Bool {
        header.validatorsHash != trusted.validatorsHash
            || header.nextValidatorsHash != trusted.nextValidatorsHash
            || header.consensusHash != trusted.consensusHash
            || header.appHash != trusted.appHash
            || header.lastResultsHash != trusted.lastResultsHash
    }

    /// The votes of a commit by validators who voted in the other one as well.
    private static func shared(_ commit: Commit, _ other: Commit) -> Commit {
        var both = commit
        for slot in both.signatures.indices {
            let isTwice =
                slot < other.signatures.count && other.signatures[slot].flag == .commit
            if !isTwice { both.signatures[slot] = .absent }
        }
        return both
    }

    /// The members of a set who voted for a block: highest power first, then by address.
    private static func voters(of commit: Commit, in set: ValidatorSet) -> [Validator] {
        let addresses = Set(
            commit.signatures.filter { $0.flag == .commit }.map(\.validatorAddress))
        return ValidatorSet(ordering: set.validators.filter { addresses.contains($0.address) })
            .validators
    }
}
