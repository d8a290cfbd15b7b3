import Wire

extension AttackEvidence: Encodable {
    /// The names of CometBFT's types, as in Go.
    package enum Keys: String, CodingKey {
        case type, value
        case conflictingBlock = "ConflictingBlock"
        case commonHeight = "CommonHeight"
        case byzantineValidators = "ByzantineValidators"
        case totalVotingPower = "TotalVotingPower"
        case timestamp = "Timestamp"
        case signedHeader = "signed_header"
        case validatorSet = "validator_set"
        case header, commit, validators, proposer
    }

    /// As `broadcast_evidence` takes it.
    package func encode(to encoder: any Encoder) throws {
        var root = encoder.container(keyedBy: Keys.self)
        try root.encode("tendermint/LightClientAttackEvidence", forKey: .type)
        var value = root.nestedContainer(keyedBy: Keys.self, forKey: .value)
        var block = value.nestedContainer(keyedBy: Keys.self, forKey: .conflictingBlock)
        var signed = block.nestedContainer(keyedBy: Keys.self, forKey: .signedHeader)
        try signed.encode(conflicting.header, forKey: .header)
        try signed.encode(conflicting.commit, forKey: .commit)
        var set = block.nestedContainer(keyedBy: Keys.self, forKey: .validatorSet)
        try set.encode(conflicting.validators.validators, forKey: .validators)
        // A set must name a proposer, and nothing depends on whom.
        let proposer = conflicting.validators.validators.first {
            $0.address == conflicting.header.proposerAddress
        }
        try set.encodeIfPresent(
            proposer ?? conflicting.validators.validators.first, forKey: .proposer)
        try value.encodeText(commonHeight, .commonHeight)
        try value.encodeList(byzantine, .byzantineValidators)
        try value.encodeText(totalPower, .totalVotingPower)
        try value.encode(time.rfc3339, forKey: .timestamp)
    }
}

/// The answer to `broadcast_evidence`.
package struct RPCEvidence: Hashable, Sendable, Codable {
    /// The digest under which the chain lists the evidence.
    package var hash: [UInt8]

    package init(hash: [UInt8]) { self.hash = hash }

    /// The names of CometBFT's types, as in Go.
    package enum Keys: String, CodingKey { case hash }

    package init(from decoder: any Decoder) throws {
        hash = try decoder.container(keyedBy: Keys.self).base64(.hash)
    }

    package func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: Keys.self)
        try values.encodeBase64(hash, .hash)
    }
}
