/// Everything a node hands over for one height, believed in nothing.
package struct UnverifiedLightBlock: Hashable, Sendable {
    /// The header.
    package var header: Header
    /// The votes on it.
    package var commit: Commit
    /// The validators of its height.
    package var validators: ValidatorSet
    /// The validators of the height after; needed to skip heights from here.
    package var nextValidators: ValidatorSet?

    /// Takes what a node handed over.
    package init(
        header: Header, commit: Commit, validators: ValidatorSet, nextValidators: ValidatorSet?
    ) {
        (self.header, self.commit) = (header, commit)
        (self.validators, self.nextValidators) = (validators, nextValidators)
    }
}
