import Wire

extension ValidatorSet {
    /// Whether this is the set that a header names, and every member is what it says.
    ///
    /// The kinds of keys come first: a set with an unsupported one has no hash that we could
    /// compute, and its name helps more than a wrong hash.
    func check(
        against hash: [UInt8], else mismatch: ([UInt8], Digest) -> Invalidity
    ) throws(Invalidity) {
        try checkKinds()
        let found = self.hash
        guard found.bytes == hash else { throw mismatch(hash, found) }
        try checkMembers()
    }

    /// Whether every key is of a kind that is verified here.
    func checkKinds() throws(Invalidity) {
        guard validators.count <= ValidatorSet.maximumCount else {
            throw .tooManyValidators(validators.count)
        }
        for (index, validator) in validators.enumerated() {
            if case .unsupported(let type, _) = validator.publicKey {
                throw .unsupportedKey(validator: index, type: type)
            }
        }
    }

    /// Whether every member is sound: keys, powers, addresses, no key twice.
    ///
    /// Addresses are not hashed: unless they are derived from the keys, one validator could
    /// speak for others.
    private func checkMembers() throws(Invalidity) {
        var keys: Set<[UInt8]> = []
        for (index, validator) in validators.enumerated() {
            let key = validator.publicKey.bytes
            guard key.count == Ed25519.keyCount else {
                throw .wrongKeyLength(validator: index, count: key.count)
            }
            guard validator.votingPower >= 0 else {
                throw .negativePower(validator: index, power: validator.votingPower)
            }
            guard validator.address == validator.publicKey.address else {
                throw .addressNotOfKey(validator: index)
            }
            guard keys.insert(key).inserted else { throw .duplicateValidator(index) }
        }
        guard totalPower != nil else { throw .totalPowerTooLarge }
    }
}
