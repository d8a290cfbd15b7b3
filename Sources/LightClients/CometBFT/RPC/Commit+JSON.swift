import Wire

extension CommitSignature: Codable {
    private enum Keys: String, CodingKey {
        case flag = "block_id_flag"
        case validatorAddress = "validator_address"
        case timestamp, signature
    }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Keys.self)
        let number: Int32 = try values.integer(.flag)
        guard let flag = BlockIDFlag(rawValue: number) else {
            throw values.fault(.flag, "\(number) is no flag of a vote")
        }
        self.init(
            flag: flag, validatorAddress: try values.hex(.validatorAddress),
            timestamp: try values.time(.timestamp), signature: try values.base64(.signature))
    }

    package func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: Keys.self)
        try values.encode(flag.rawValue, forKey: .flag)
        try values.encodeHex(validatorAddress, .validatorAddress)
        try values.encodeTime(timestamp, .timestamp)
        try values.encodeBase64(signature, .signature)
    }
}

extension Commit: Codable {
    private enum Keys: String, CodingKey {
        case height, round
        case blockID = "block_id"
        case signatures
    }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Keys.self)
        self.init(
            height: try values.integer(.height), round: try values.integer(.round),
            blockID: try values.decodeIfPresent(BlockID.self, forKey: .blockID) ?? .zero,
            signatures: try values.list(.signatures, atMost: ValidatorSet.maximumCount))
    }

    package func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: Keys.self)
        try values.encodeText(height, .height)
        try values.encode(round, forKey: .round)
        try values.encode(blockID, forKey: .blockID)
        try values.encodeList(signatures, .signatures)
    }
}
