import Evidence
import Wire

extension IntakeLedger {
    /// Judges a resolution, and gives the state that it would make; nil where it makes none.
    ///
    /// With `withPending` the same may not wait in other bytes: signatures can be left out and put
    /// in, so there would be no end of them.
    func resolve(
        _ bytes: [UInt8], withPending: Bool
    ) -> (result: LedgerResult, state: Registry?) {
        do throws(Refusal) {
            let signed = try Self.signedResolution(bytes)
            let resolution = signed.resolution
            guard resolution.chainID.utf8.elementsEqual(chainID.utf8) else {
                throw Refusal(
                    .wrongChain, "for chain '\(resolution.chainID)', and this is '\(chainID)'")
            }
            let known = registry.policy.resolutions
            if let place = known.firstIndex(where: { $0.digest == signed.digest }) {
                return (.resolved(.alreadyRecorded, number: UInt64(place) + 1, signed.digest), nil)
            }
            if withPending, pendingResolutions.contains(signed.digest) {
                throw Refusal(.waiting, "the same waits already, with other signatures")
            }
            let number = UInt64(known.count) + 1
            guard resolution.number == number else {
                throw Refusal(
                    .wrongNumber, "resolution \(resolution.number), and \(number) is the next")
            }
            try checkSignatures(of: signed)
            var state = registry
            for (place, decision) in resolution.decisions.enumerated() {
                if let fault = state.apply(decision) {
                    throw Refusal(.impossible, "decision \(place + 1): \(fault)")
                }
            }
            state.policy.resolutions.append(
                ResolvedOnce(digest: signed.digest, transaction: .of(bytes)))
            guard state.isBounded else {
                throw Refusal(.impossible, "the registry would become larger than nodes keep")
            }
            return (.resolved(.accepted, number: number, signed.digest), state)
        } catch {
            return (error.result, nil)
        }
    }

    private static func signedResolution(
        _ bytes: [UInt8]
    ) throws(Refusal) -> SignedResolution {
        guard bytes.count <= Batch.maximumBytes else {
            throw Refusal(.tooLarge, "\(bytes.count) bytes; at most \(Batch.maximumBytes) go")
        }
        do {
            return try SignedResolution(decoding: bytes)
        } catch {
            throw Refusal(.malformed, error.message)
        }
    }

    private func checkSignatures(of signed: SignedResolution) throws(Refusal) {
        let authorities = registry.policy.authorities
        let members = Set(authorities.keys.map(\.thumbprint))
        guard members.isSuperset(of: signed.message.signers) else {
            throw Refusal(.tooFewSignatures, "signed by a key that is no authority's; leave it out")
        }
        let signers: [VerifyingKey]
        do {
            signers = try signed.message.signed(by: authorities.keys)
        } catch {
            throw Refusal(.tooFewSignatures, error.message)
        }
        guard authorities.threshold > 0, signers.count >= authorities.threshold else {
            throw Refusal(
                .tooFewSignatures,
                "signed by \(signers.count) authorities, and \(authorities.threshold) have to")
        }
    }
}
