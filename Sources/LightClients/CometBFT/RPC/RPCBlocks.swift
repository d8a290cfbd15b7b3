import Wire

/// The answer to `commit`: a header and the votes on it.
package struct RPCCommit: Hashable, Sendable, Codable {
    /// A header with its votes; a node without blocks leaves both out.
    package struct SignedHeader: Hashable, Sendable, Codable {
        /// The header.
        package var header: Header?
        /// The votes.
        package var commit: Commit?

        /// A header with its votes.
        package init(header: Header?, commit: Commit?) {
            (self.header, self.commit) = (header, commit)
        }
    }

    /// The header with its votes.
    package var signedHeader: SignedHeader?
    /// Whether these are the votes that the next block names; false for the newest height.
    package var isCanonical: Bool

    /// A header with its votes.
    package init(header: Header, commit: Commit, isCanonical: Bool) {
        signedHeader = SignedHeader(header: header, commit: commit)
        self.isCanonical = isCanonical
    }

    private enum CodingKeys: String, CodingKey {
        case signedHeader = "signed_header"
        case isCanonical = "canonical"
    }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        signedHeader = try values.decodeIfPresent(SignedHeader.self, forKey: .signedHeader)
        isCanonical = try values.flag(.isCanonical)
    }
}

/// The answer to `header`.
package struct RPCHeader: Hashable, Sendable, Codable {
    /// The header; nil when the node does not have it.
    package var header: Header?

    /// A header.
    package init(header: Header?) {
        self.header = header
    }

    private enum CodingKeys: String, CodingKey { case header }

    package func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(header, forKey: .header)
    }
}

/// The answer to `validators`: one page of the validators of a height.
package struct RPCValidators: Hashable, Sendable, Codable {
    /// The height.
    package var height: Int64
    /// The validators of the page, in order.
    package var validators: [Validator]
    /// How many there are on all pages.
    package var total: Int64

    /// One page.
    package init(height: Int64, validators: [Validator], total: Int64) {
        (self.height, self.validators, self.total) = (height, validators, total)
    }

    private enum Keys: String, CodingKey {
        case height = "block_height"
        case validators, count, total
    }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Keys.self)
        self.init(
            height: try values.integer(.height),
            validators: try values.list(.validators, atMost: ValidatorSet.maximumCount),
            total: try values.integer(.total))
    }

    package func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: Keys.self)
        try values.encodeText(height, .height)
        try values.encode(validators, forKey: .validators)
        try values.encodeText(validators.count, .count)
        try values.encodeText(total, .total)
    }
}

/// The answer to `blockchain`: headers of some heights, newest first, at most 20.
package struct RPCBlockchain: Hashable, Sendable, Codable {
    /// What is told about one block.
    package struct Meta: Hashable, Sendable {
        /// The block's name.
        package var blockID: BlockID
        /// The block's size in bytes.
        package var blockSize: Int64
        /// The header.
        package var header: Header
        /// How many transactions are in it.
        package var transactions: Int64

        /// What is told about one block.
        package init(blockID: BlockID, blockSize: Int64, header: Header, transactions: Int64) {
            (self.blockID, self.blockSize) = (blockID, blockSize)
            (self.header, self.transactions) = (header, transactions)
        }
    }

    /// The newest height that the node has.
    package var lastHeight: Int64
    /// The blocks, newest first.
    package var metas: [Meta]

    /// Headers of some heights.
    package init(lastHeight: Int64, metas: [Meta]) {
        (self.lastHeight, self.metas) = (lastHeight, metas)
    }

    private enum Keys: String, CodingKey {
        case lastHeight = "last_height"
        case metas = "block_metas"
    }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Keys.self)
        self.init(lastHeight: try values.integer(.lastHeight), metas: try values.list(.metas))
    }

    package func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: Keys.self)
        try values.encodeText(lastHeight, .lastHeight)
        try values.encode(metas, forKey: .metas)
    }
}

extension RPCBlockchain.Meta: Codable {
    private enum Keys: String, CodingKey {
        case blockID = "block_id"
        case blockSize = "block_size"
        case header
        case transactions = "num_txs"
    }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Keys.self)
        self.init(
            blockID: try values.decode(BlockID.self, forKey: .blockID),
            blockSize: try values.integer(.blockSize),
            header: try values.decode(Header.self, forKey: .header),
            transactions: try values.integer(.transactions))
    }

    package func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: Keys.self)
        try values.encode(blockID, forKey: .blockID)
        try values.encodeText(blockSize, .blockSize)
        try values.encode(header, forKey: .header)
        try values.encodeText(transactions, .transactions)
    }
}
