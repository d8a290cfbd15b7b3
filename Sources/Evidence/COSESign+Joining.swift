package import Wire

// Copies that went round come together again, and are looked at by people: not every signature in
// them has to be what it claims.

extension COSESign {
    /// What a signature is worth to whoever has some of the keys.
    package enum Worth: Hashable, Sendable {
        /// The key at hand has signed.
        case good
        /// The key at hand has not.
        case bad
        /// The key is not at hand, so its name is a claim.
        case unchecked
    }

    /// Each signature's thumbprint, and what it is worth to whoever has these keys.
    package func worth(
        to keys: [VerifyingKey]
    ) -> [(signer: Digest, worth: Worth)] {
        signatures.map { signature in
            let key = keys.first { $0.thumbprint == signature.keyThumbprint }
            let worth = key.map { isTrue(signature, of: $0) ? Worth.good : .bad }
            return (signature.keyThumbprint, worth ?? .unchecked)
        }
    }

    /// Adds what somebody else signed of the same message.
    ///
    /// Where two different signatures claim to be of one key, the one that the key confirms stays. Where
    /// the key is not among `keys` nobody can tell, and neither is dropped: that is an error.
    package mutating func join(
        _ other: COSESign, checkedBy keys: [VerifyingKey] = []
    ) throws(EvidenceError) {
        guard other.payload == payload, other.contentType == contentType else {
            throw EvidenceError("the signatures are for another text")
        }
        var joined = Dictionary(
            signatures.map { ($0.keyThumbprint, $0) }, uniquingKeysWith: { first, _ in first })
        for signature in other.signatures {
            let known = joined[signature.keyThumbprint]
            joined[signature.keyThumbprint] =
                try known.map { known throws(EvidenceError) in
                    try better(known, signature, keys)
                } ?? signature
        }
        guard joined.count <= COSESign.maximumSignatures else {
            throw EvidenceError("more than \(COSESign.maximumSignatures) signatures together")
        }
        signatures = joined.values.sorted { $0.keyThumbprint < $1.keyThumbprint }
    }

    private func better(
        _ one: Signature, _ other: Signature, _ keys: [VerifyingKey]
    ) throws(EvidenceError) -> Signature {
        guard one != other else { return one }
        let name = one.keyThumbprint
        guard let key = keys.first(where: { $0.thumbprint == name }) else {
            throw EvidenceError(
                "two different signatures claim to be of key \(name); its public key has to be at "
                    + "hand to keep the true one", code: .falseSignature)
        }
        guard let good = [one, other].first(where: { isTrue($0, of: key) }) else {
            throw EvidenceError("both signatures of key \(name) are false", code: .falseSignature)
        }
        return good
    }
}
