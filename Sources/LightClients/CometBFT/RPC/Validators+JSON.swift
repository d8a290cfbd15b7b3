import Wire

extension ValidatorKey: Codable {
    private enum Keys: String, CodingKey { case type, value }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Keys.self)
        let name = try values.words(.type)
        guard name == ValidatorKey.ed25519Name else {
            // Whatever an unknown kind's value looks like: the name is what its refusal tells.
            let text = try? values.decode(String.self, forKey: .value)
            self.init(name: name, bytes: text.flatMap { Base64.decode($0) } ?? [])
            return
        }
        self.init(name: name, bytes: try values.base64(.value))
    }

    package func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: Keys.self)
        try values.encode(name, forKey: .type)
        try values.encodeBase64(bytes, .value)
    }
}

extension Validator: Codable {
    private enum Keys: String, CodingKey {
        case address
        case publicKey = "pub_key"
        case votingPower = "voting_power"
        case proposerPriority = "proposer_priority"
    }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Keys.self)
        self.init(
            publicKey: try values.decode(ValidatorKey.self, forKey: .publicKey),
            address: try values.hex(.address), votingPower: try values.integer(.votingPower))
    }

    /// The priority is written as 0: it is not hashed, and nothing here is decided by it.
    package func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: Keys.self)
        try values.encodeHex(address, .address)
        try values.encode(publicKey, forKey: .publicKey)
        try values.encodeText(votingPower, .votingPower)
        try values.encodeText(0, .proposerPriority)
    }
}
