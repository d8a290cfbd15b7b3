import Wire

extension TxProof: Codable {
    private enum Keys: String, CodingKey {
        case rootHash = "root_hash"
        case data, proof, total, index
        case leafHash = "leaf_hash"
        case aunts
    }

    /// Refuses what can be no proof: hashes without 32 bytes, a negative index or total.
    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Keys.self)
        let proof = try values.nestedContainer(keyedBy: Keys.self, forKey: .proof)
        let texts: [String] = try proof.list(.aunts)
        guard texts.count <= MerklePath.maximumAunts else {
            throw proof.fault(.aunts, "\(texts.count) aunts, at most 100 are allowed")
        }
        let aunts = try texts.map { text in
            guard let aunt = Base64.decode(text).flatMap({ Digest($0) }) else {
                throw proof.fault(.aunts, "an aunt has 32 bytes")
            }
            return aunt
        }
        self.init(
            rootHash: try values.hexDigest(.rootHash), data: try values.base64(.data),
            leafHash: try proof.base64Digest(.leafHash),
            path: MerklePath(
                index: try TxProof.count(proof, .index), total: try TxProof.count(proof, .total),
                aunts: aunts))
    }

    /// A count that CometBFT keeps in an int64.
    private static func count(
        _ proof: KeyedDecodingContainer<Keys>, _ key: Keys
    ) throws -> UInt64 {
        let value: Int64 = try proof.integer(key)
        guard let count = UInt64(exactly: value) else {
            throw proof.fault(key, "\(value) is negative")
        }
        return count
    }

    package func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: Keys.self)
        try values.encodeHex(rootHash.bytes, .rootHash)
        try values.encodeBase64(data, .data)
        var proof = values.nestedContainer(keyedBy: Keys.self, forKey: .proof)
        try proof.encodeText(path.total, .total)
        try proof.encodeText(path.index, .index)
        try proof.encodeBase64(leafHash.bytes, .leafHash)
        // An only transaction has no aunts, and CometBFT writes an empty list for them.
        try proof.encode(path.aunts.map { Base64.encode($0.bytes) }, forKey: .aunts)
    }
}
