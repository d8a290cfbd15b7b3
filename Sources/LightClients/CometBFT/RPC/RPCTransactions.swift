import Wire

/// A transaction's result as nodes tell it: what is hashed, and what only they say.
package struct RPCTxResult: Hashable, Sendable, Codable {
    /// What is hashed.
    package var result: ExecTxResult
    /// The application's words; not authenticated.
    package var log: String
    /// More of them; not authenticated.
    package var info: String
    /// What the code's numbers belong to; not authenticated.
    package var codespace: String

    /// A result.
    package init(
        _ result: ExecTxResult, log: String = "", info: String = "", codespace: String = ""
    ) {
        (self.result, self.log) = (result, log)
        (self.info, self.codespace) = (info, codespace)
    }

    private enum Keys: String, CodingKey {
        case code, data, log, info, events, codespace
        case gasWanted = "gas_wanted"
        case gasUsed = "gas_used"
    }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Keys.self)
        result = ExecTxResult(
            code: try values.integer(.code), data: try values.base64(.data),
            gasWanted: try values.integer(.gasWanted), gasUsed: try values.integer(.gasUsed))
        log = try values.words(.log)
        info = try values.words(.info)
        codespace = try values.words(.codespace)
    }

    /// Written without events, which this type does not keep.
    package func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: Keys.self)
        try values.encode(result.code, forKey: .code)
        try values.encodeBase64(result.data, .data)
        try values.encode(log, forKey: .log)
        try values.encode(info, forKey: .info)
        try values.encodeText(result.gasWanted, .gasWanted)
        try values.encodeText(result.gasUsed, .gasUsed)
        try values.encode([String](), forKey: .events)
        try values.encode(codespace, forKey: .codespace)
    }
}

/// The answer to `tx`: a transaction, found by its hash.
package struct RPCTx: Hashable, Sendable, Codable {
    /// Its hash, as claimed.
    package var hash: [UInt8]
    /// The height of its block, as claimed.
    package var height: Int64
    /// Its place in the block, as claimed.
    package var index: UInt32
    /// Its result, as claimed.
    package var result: RPCTxResult
    /// Its bytes.
    package var transaction: [UInt8]
    /// The proof; nil when none was asked for, and when the node no longer has the block.
    package var proof: TxProof?

    /// A transaction with its proof.
    package init(
        hash: [UInt8], height: Int64, index: UInt32, result: RPCTxResult, transaction: [UInt8],
        proof: TxProof?
    ) {
        (self.hash, self.height, self.index) = (hash, height, index)
        (self.result, self.transaction, self.proof) = (result, transaction, proof)
    }

    private enum Keys: String, CodingKey {
        case hash, height, index, tx, proof
        case txResult = "tx_result"
        case rootHash = "root_hash"
    }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Keys.self)
        self.init(
            hash: try values.hex(.hash), height: try values.integer(.height),
            index: try values.integer(.index),
            result: try values.decode(RPCTxResult.self, forKey: .txResult),
            transaction: try values.base64(.tx), proof: nil)
        guard values.contains(.proof), try !values.decodeNil(forKey: .proof) else { return }
        // Some versions write an empty proof where there is none.
        let claim = try values.nestedContainer(keyedBy: Keys.self, forKey: .proof)
        if try !claim.string(.rootHash).isEmpty {
            proof = try values.decode(TxProof.self, forKey: .proof)
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: Keys.self)
        try values.encodeHex(hash, .hash)
        try values.encodeText(height, .height)
        try values.encode(index, forKey: .index)
        try values.encode(result, forKey: .txResult)
        try values.encodeBase64(transaction, .tx)
        try values.encodeIfPresent(proof, forKey: .proof)
    }
}

/// The answer to `block_results`: what became of the transactions of a block.
package struct RPCBlockResults: Hashable, Sendable, Codable {
    /// The height.
    package var height: Int64
    /// The results, in the order of the transactions.
    package var results: [RPCTxResult]
    /// The application's state after the block; older versions do not tell it.
    package var appHash: [UInt8]

    /// Results of a block.
    package init(height: Int64, results: [RPCTxResult], appHash: [UInt8]) {
        (self.height, self.results, self.appHash) = (height, results, appHash)
    }

    private enum Keys: String, CodingKey {
        case height
        case results = "txs_results"
        case events = "finalize_block_events"
        case validatorUpdates = "validator_updates"
        case parameterUpdates = "consensus_param_updates"
        case appHash = "app_hash"
    }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Keys.self)
        self.init(
            height: try values.integer(.height), results: try values.list(.results),
            appHash: try values.base64(.appHash))
    }

    /// Written without events and updates, which this type does not keep.
    package func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: Keys.self)
        try values.encodeText(height, .height)
        try values.encodeList(results, .results)
        try values.encodeNil(forKey: .events)
        try values.encodeNil(forKey: .validatorUpdates)
        try values.encodeNil(forKey: .parameterUpdates)
        try values.encodeBase64(appHash, .appHash)
    }
}

/// The answer to `broadcast_tx_sync`: what the node's first look at a transaction gave.
package struct RPCBroadcast: Hashable, Sendable, Codable {
    /// 0 when it was taken; anything else is the application's reason.
    package var code: UInt32
    /// The application's answer.
    package var data: [UInt8]
    /// The application's words.
    package var log: String
    /// What the code's numbers belong to.
    package var codespace: String
    /// The transaction's hash.
    package var hash: [UInt8]

    /// What a first look gave.
    package init(
        code: UInt32, data: [UInt8] = [], log: String = "", codespace: String = "", hash: [UInt8]
    ) {
        (self.code, self.data, self.log) = (code, data, log)
        (self.codespace, self.hash) = (codespace, hash)
    }

    private enum Keys: String, CodingKey { case code, data, log, codespace, hash }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Keys.self)
        self.init(
            code: try values.integer(.code), data: try values.hex(.data),
            log: try values.words(.log), codespace: try values.words(.codespace),
            hash: try values.hex(.hash))
    }

    package func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: Keys.self)
        try values.encode(code, forKey: .code)
        try values.encodeHex(data, .data)
        try values.encode(log, forKey: .log)
        try values.encode(codespace, forKey: .codespace)
        try values.encodeHex(hash, .hash)
    }
}
