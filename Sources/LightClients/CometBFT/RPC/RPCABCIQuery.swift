import Wire

/// One step of a proof that an application gives.
package struct ProofOp: Hashable, Sendable, Codable {
    /// What kind of step it is.
    package var type: String
    /// What the step is about.
    package var key: [UInt8]
    /// The proof.
    package var data: [UInt8]

    /// A step.
    package init(type: String, key: [UInt8], data: [UInt8]) {
        (self.type, self.key, self.data) = (type, key, data)
    }

    private enum Keys: String, CodingKey { case type, key, data }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Keys.self)
        self.init(
            type: try values.string(.type), key: try values.base64(.key),
            data: try values.base64(.data))
    }

    package func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: Keys.self)
        try values.encode(type, forKey: .type)
        try values.encodeBase64(key, .key)
        try values.encodeBase64(data, .data)
    }
}

/// The answer to `abci_query`: what the application says, with a proof when it gives one.
///
/// The proof is against the app hash of the header after `height`.
package struct RPCABCIQuery: Hashable, Sendable, Codable {
    /// 0 for an answer; anything else is the application's reason.
    package var code: UInt32
    /// The application's words.
    package var log: String
    /// More of them.
    package var info: String
    /// The place of the value; most applications say 0.
    package var index: Int64
    /// What was asked about.
    package var key: [UInt8]
    /// The value.
    package var value: [UInt8]
    /// The proof; nil when there is none.
    package var proof: [ProofOp]?
    /// The height of the state that was asked.
    package var height: Int64
    /// What the code's numbers belong to.
    package var codespace: String

    /// An answer.
    package init(
        code: UInt32 = 0, log: String = "", key: [UInt8], value: [UInt8], proof: [ProofOp]?,
        height: Int64
    ) {
        (self.code, self.log, info, index, codespace) = (code, log, "", 0, "")
        (self.key, self.value, self.proof, self.height) = (key, value, proof, height)
    }

    private enum Keys: String, CodingKey {
        case response, code, log, info, index, key, value, height, codespace, ops
        case proofOps
        case proofOperations = "proof_ops"
    }

    package init(from decoder: any Decoder) throws {
        let outer = try decoder.container(keyedBy: Keys.self)
        let values = try outer.nestedContainer(keyedBy: Keys.self, forKey: .response)
        self.init(
            code: try values.integer(.code), log: try values.words(.log),
            key: try values.base64(.key), value: try values.base64(.value), proof: nil,
            height: try values.integer(.height))
        info = try values.words(.info)
        index = try values.integer(.index)
        codespace = try values.words(.codespace)
        for name in [Keys.proofOps, .proofOperations] where values.contains(name) {
            guard try !values.decodeNil(forKey: name) else { continue }
            proof = try values.nestedContainer(keyedBy: Keys.self, forKey: name).list(.ops)
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var outer = encoder.container(keyedBy: Keys.self)
        var values = outer.nestedContainer(keyedBy: Keys.self, forKey: .response)
        try values.encode(code, forKey: .code)
        try values.encode(log, forKey: .log)
        try values.encode(info, forKey: .info)
        try values.encodeText(index, .index)
        try values.encodeBase64(key, .key)
        try values.encodeBase64(value, .value)
        if let proof {
            var ops = values.nestedContainer(keyedBy: Keys.self, forKey: .proofOps)
            try ops.encode(proof, forKey: .ops)
        } else {
            try values.encodeNil(forKey: .proofOps)
        }
        try values.encodeText(height, .height)
        try values.encode(codespace, forKey: .codespace)
    }
}
