import LightClients
import Wire

// Evidence of attacks, judged from the node's own blocks as CometBFT does.

extension DevNode {
    /// Keeps evidence that holds; what is kept already is answered again.
    ///
    /// Throws what a CometBFT node answers when the evidence is no evidence for it.
    func take(_ sent: DevEvidence) throws(RPCError) -> RPCEvidence {
        if let fault = sent.fault { throw .said("evidence.ValidateBasic failed: \(fault)") }
        let (conflicting, common) = (sent.conflicting, block(sent.commonHeight))
        guard let attack = verified(conflicting) else {
            throw .said(
                "evidence.ValidateBasic failed: invalid conflicting light block: its votes are "
                    + "not a quorum of its own validators")
        }
        guard let common else { throw refused("don't have header #\(sent.commonHeight)") }
        guard sent.time == common.header.time else {
            throw refused(
                "evidence has a different time to the block it is associated with "
                    + "(\(sent.time) != \(common.header.time))")
        }
        // A height that is not there yet: an attack from the future is held against the newest.
        let own = block(min(conflicting.header.height, height))
        guard let own, own.header.hash != attack.hash else {
            throw refused(
                "trusted header hash matches the evidence's conflicting header hash: "
                    + "\(attack.hash)")
        }
        guard isCarried(sent, by: common) else {
            throw refused("skipping verification of conflicting block failed")
        }
        try check(sent, attack, against: own, from: common)
        let hash = sent.hash(of: attack.hash)
        keep(sent, as: hash)
        return RPCEvidence(hash: hash)
    }

    private func refused(_ reason: String) -> RPCError {
        .said("failed to add evidence: Invalid evidence: \(reason)")
    }

    /// Whether more than a third of the common height's validators voted for the block.
    private func isCarried(_ sent: DevEvidence, by common: DevBlock) -> Bool {
        guard sent.commonHeight != sent.conflicting.header.height else { return true }
        let voters = Set(
            sent.conflicting.commit.signatures.filter { $0.flag == .commit }
                .map(\.validatorAddress))
        let set = validators(at: sent.commonHeight)
        let power = set.filter { voters.contains($0.address) }.reduce(0) { $0 + $1.votingPower }
        return 3 * power > set.reduce(0) { $0 + $1.votingPower }
    }

    /// Whom and what it names is what this node would name itself.
    private func check(
        _ sent: DevEvidence, _ attack: VerifiedHeader, against own: DevBlock, from common: DevBlock
    ) throws(RPCError) {
        guard let trusted = verified(light(own)), let base = verified(light(common)),
            let expected = AttackEvidence(conflicting: attack, trusted: trusted, common: base)
        else { preconditionFailure("a dev chain's own blocks verify") }
        guard sent.commonHeight == expected.commonHeight else {
            throw refused(
                "common height is the same as conflicting block height so expected the "
                    + "conflicting block to be correctly derived yet it wasn't")
        }
        guard sent.totalPower == expected.totalPower else {
            throw refused(
                "total voting power from the evidence and our validator set does not match "
                    + "(\(sent.totalPower) != \(expected.totalPower))")
        }
        guard sent.byzantine == expected.byzantine else {
            throw refused(
                "expected \(expected.byzantine.count) byzantine validators from evidence but got "
                    + "\(sent.byzantine.count)")
        }
    }

    private func light(_ block: DevBlock) -> UnverifiedLightBlock {
        UnverifiedLightBlock(
            header: block.header, commit: block.commit,
            validators: ValidatorSet(validators: validators(at: block.header.height)),
            nextValidators: nil)
    }

    /// A block by its own quorum alone, at its own time; nil where it has none.
    private func verified(_ block: UnverifiedLightBlock) -> VerifiedHeader? {
        guard let hash = block.header.hash else { return nil }
        let verdict = Verifier.start(
            block, at: Anchor(height: block.header.height, hash: hash),
            options: TrustOptions(chainID: chainID, trustingPeriodSeconds: 1),
            now: block.header.time)
        guard case .verified(let header) = verdict else { return nil }
        return header
    }
}
