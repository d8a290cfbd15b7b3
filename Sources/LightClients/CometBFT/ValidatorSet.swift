package import Wire

/// One validator: its key and its weight in votes.
package struct Validator: Hashable, Sendable {
    /// The key that checks its votes.
    package var publicKey: ValidatorKey
    /// The address as somebody shows it; it is not hashed and has to be compared with the key.
    package var address: [UInt8]
    /// The weight of its vote.
    package var votingPower: Int64

    /// A validator as somebody shows it.
    package init(publicKey: ValidatorKey, address: [UInt8], votingPower: Int64) {
        (self.publicKey, self.address) = (publicKey, address)
        self.votingPower = votingPower
    }

    /// A validator with the address of its key; none for an unsupported kind of key.
    package init(publicKey: ValidatorKey, votingPower: Int64) {
        self.init(
            publicKey: publicKey, address: publicKey.address ?? [], votingPower: votingPower)
    }

    /// The SimpleValidator message: what of a validator is hashed.
    var hashedBytes: [UInt8] {
        var writer = ProtobufWriter()
        writer.message(field: 1, publicKey.protobuf)
        writer.int64(field: 2, votingPower)
        return writer.bytes
    }
}

/// The validators of a height, in the order in which they are hashed and sign.
///
/// The order is never changed here: by power, highest first, then by address.
package struct ValidatorSet: Hashable, Sendable {
    /// The most validators a set may have; more is an attack on the reader's time.
    package static let maximumCount = 10_000
    /// The most power a set may have: one eighth of what 64 bits hold.
    package static let maximumPower = Int64.max / 8

    /// The validators, in order.
    package var validators: [Validator]

    /// Takes validators in the order given.
    package init(validators: [Validator]) {
        self.validators = validators
    }

    /// Puts validators into the order that a chain gives them: by power, then by address.
    package init(ordering validators: [Validator]) {
        self.validators = validators.sorted { left, right in
            left.votingPower == right.votingPower
                ? left.address.lexicographicallyPrecedes(right.address)
                : left.votingPower > right.votingPower
        }
    }

    /// The Merkle root over keys and powers: a header's validators hash.
    package var hash: Digest { MerkleTree.root(of: validators.map(\.hashedBytes)) }

    /// The sum of all powers; nil when one is negative or the sum is above the maximum.
    package var totalPower: Int64? {
        var total: Int64 = 0
        for validator in validators {
            let (sum, overflow) = total.addingReportingOverflow(validator.votingPower)
            guard validator.votingPower >= 0, !overflow, sum <= ValidatorSet.maximumPower
            else { return nil }
            total = sum
        }
        return total
    }
}
