package import Wire

/// How far a node got.
package struct RPCSyncInfo: Hashable, Sendable, Codable {
    /// One end of what a node has.
    package struct Block: Hashable, Sendable {
        /// The header's hash; none for a node without blocks.
        package var hash: [UInt8]
        /// The application's state.
        package var appHash: [UInt8]
        /// The height; 0 for a node without blocks.
        package var height: Int64
        /// The header's time.
        package var time: Timestamp

        /// A block.
        package init(hash: [UInt8], appHash: [UInt8], height: Int64, time: Timestamp) {
            (self.hash, self.appHash) = (hash, appHash)
            (self.height, self.time) = (height, time)
        }
    }

    /// The newest block.
    package var latest: Block
    /// The oldest block that is still there.
    package var earliest: Block
    /// Whether the node is still fetching blocks.
    package var isCatchingUp: Bool

    /// What a node has.
    package init(latest: Block, earliest: Block, isCatchingUp: Bool) {
        (self.latest, self.earliest) = (latest, earliest)
        self.isCatchingUp = isCatchingUp
    }

    private enum Keys: String, CodingKey {
        case latestHash = "latest_block_hash"
        case latestAppHash = "latest_app_hash"
        case latestHeight = "latest_block_height"
        case latestTime = "latest_block_time"
        case earliestHash = "earliest_block_hash"
        case earliestAppHash = "earliest_app_hash"
        case earliestHeight = "earliest_block_height"
        case earliestTime = "earliest_block_time"
        case catchingUp = "catching_up"
    }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Keys.self)
        latest = Block(
            hash: try values.hex(.latestHash), appHash: try values.hex(.latestAppHash),
            height: try values.integer(.latestHeight), time: try values.time(.latestTime))
        earliest = Block(
            hash: try values.hex(.earliestHash), appHash: try values.hex(.earliestAppHash),
            height: try values.integer(.earliestHeight), time: try values.time(.earliestTime))
        isCatchingUp = try values.flag(.catchingUp)
    }

    package func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: Keys.self)
        try values.encodeHex(latest.hash, .latestHash)
        try values.encodeHex(latest.appHash, .latestAppHash)
        try values.encodeText(latest.height, .latestHeight)
        try values.encodeTime(latest.time, .latestTime)
        try values.encodeHex(earliest.hash, .earliestHash)
        try values.encodeHex(earliest.appHash, .earliestAppHash)
        try values.encodeText(earliest.height, .earliestHeight)
        try values.encodeTime(earliest.time, .earliestTime)
        try values.encode(isCatchingUp, forKey: .catchingUp)
    }
}

/// The validator that a node runs.
package struct RPCOwnValidator: Hashable, Sendable, Codable {
    /// Its address.
    package var address: [UInt8]
    /// Its key.
    package var publicKey: ValidatorKey
    /// Its power; 0 when it is not in the set.
    package var votingPower: Int64

    /// A validator.
    package init(_ validator: Validator) {
        (address, publicKey) = (validator.address, validator.publicKey)
        votingPower = validator.votingPower
    }

    private enum Keys: String, CodingKey {
        case address
        case publicKey = "pub_key"
        case votingPower = "voting_power"
    }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Keys.self)
        address = try values.hex(.address)
        publicKey = try values.decode(ValidatorKey.self, forKey: .publicKey)
        votingPower = try values.integer(.votingPower)
    }

    package func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: Keys.self)
        try values.encodeHex(address, .address)
        try values.encode(publicKey, forKey: .publicKey)
        try values.encodeText(votingPower, .votingPower)
    }
}
