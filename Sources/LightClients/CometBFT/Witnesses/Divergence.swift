/// Two blocks that both verify, and cannot both be the chain's.
package struct Divergence: Hashable, Sendable, CustomStringConvertible {
    /// The last header on which both nodes agree.
    package let common: VerifiedHeader
    /// What the primary showed after it.
    package let primary: VerifiedHeader
    /// What the witness showed instead.
    package let witness: VerifiedHeader

    /// Takes what both showed.
    package init(common: VerifiedHeader, primary: VerifiedHeader, witness: VerifiedHeader) {
        (self.common, self.primary, self.witness) = (common, primary, witness)
    }

    /// The evidence that the primary's block is an attack, for the witness; nil without votes.
    package var againstPrimary: AttackEvidence? {
        AttackEvidence(conflicting: primary, trusted: witness, common: common)
    }

    /// The evidence that the witness's block is an attack, for the primary; nil without votes.
    package var againstWitness: AttackEvidence? {
        AttackEvidence(conflicting: witness, trusted: primary, common: common)
    }

    package var description: String {
        "two blocks verify and contradict each other: \(primary.hash) at height "
            + "\(primary.height) from the node, \(witness.hash) at height \(witness.height) from "
            + "the witness; the last one on which both agree is \(common.height)"
    }
}
