import Wire

extension BlockID: Codable {
    private enum Keys: String, CodingKey { case hash, parts, total }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Keys.self)
        self = .zero
        hash = try values.hex(.hash)
        guard values.contains(.parts), try !values.decodeNil(forKey: .parts) else { return }
        let parts = try values.nestedContainer(keyedBy: Keys.self, forKey: .parts)
        partsTotal = try parts.integer(.total)
        partsHash = try parts.hex(.hash)
    }

    package func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: Keys.self)
        try values.encodeHex(hash, .hash)
        var parts = values.nestedContainer(keyedBy: Keys.self, forKey: .parts)
        try parts.encode(partsTotal, forKey: .total)
        try parts.encodeHex(partsHash, .hash)
    }
}

extension Header: Codable {
    private enum Keys: String, CodingKey {
        case version, height, time, block, app
        case chainID = "chain_id"
        case lastBlockID = "last_block_id"
        case lastCommitHash = "last_commit_hash"
        case dataHash = "data_hash"
        case validatorsHash = "validators_hash"
        case nextValidatorsHash = "next_validators_hash"
        case consensusHash = "consensus_hash"
        case appHash = "app_hash"
        case lastResultsHash = "last_results_hash"
        case evidenceHash = "evidence_hash"
        case proposerAddress = "proposer_address"
    }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Keys.self)
        self.init(
            chainID: try values.string(.chainID), height: try values.integer(.height),
            time: try values.time(.time))
        let version = try values.nestedContainer(keyedBy: Keys.self, forKey: .version)
        versionBlock = try version.integer(.block)
        versionApp = try version.integer(.app)
        lastBlockID =
            try values.decodeIfPresent(BlockID.self, forKey: .lastBlockID) ?? .zero
        lastCommitHash = try values.hex(.lastCommitHash)
        dataHash = try values.hex(.dataHash)
        validatorsHash = try values.hex(.validatorsHash)
        nextValidatorsHash = try values.hex(.nextValidatorsHash)
        consensusHash = try values.hex(.consensusHash)
        appHash = try values.hex(.appHash)
        lastResultsHash = try values.hex(.lastResultsHash)
        evidenceHash = try values.hex(.evidenceHash)
        proposerAddress = try values.hex(.proposerAddress)
    }

    package func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: Keys.self)
        var version = values.nestedContainer(keyedBy: Keys.self, forKey: .version)
        try version.encodeText(versionBlock, .block)
        if versionApp != 0 { try version.encodeText(versionApp, .app) }
        try values.encode(chainID, forKey: .chainID)
        try values.encodeText(height, .height)
        try values.encodeTime(time, .time)
        try values.encode(lastBlockID, forKey: .lastBlockID)
        try values.encodeHex(lastCommitHash, .lastCommitHash)
        try values.encodeHex(dataHash, .dataHash)
        try values.encodeHex(validatorsHash, .validatorsHash)
        try values.encodeHex(nextValidatorsHash, .nextValidatorsHash)
        try values.encodeHex(consensusHash, .consensusHash)
        try values.encodeHex(appHash, .appHash)
        try values.encodeHex(lastResultsHash, .lastResultsHash)
        try values.encodeHex(evidenceHash, .evidenceHash)
        try values.encodeHex(proposerAddress, .proposerAddress)
    }
}
