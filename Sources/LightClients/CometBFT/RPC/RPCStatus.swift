/// The answer to `status`.
///
/// Who a node is and how far it got; nothing in it is authenticated.
package struct RPCStatus: Hashable, Sendable, Codable {
    /// Who the node is.
    package var node: RPCNodeInfo
    /// How far it got.
    package var sync: RPCSyncInfo
    /// Its own validator, with power 0 when it is none.
    package var validator: RPCOwnValidator

    /// A status.
    package init(node: RPCNodeInfo, sync: RPCSyncInfo, validator: RPCOwnValidator) {
        (self.node, self.sync, self.validator) = (node, sync, validator)
    }

    private enum CodingKeys: String, CodingKey {
        case node = "node_info"
        case sync = "sync_info"
        case validator = "validator_info"
    }
}

/// Who a node is.
package struct RPCNodeInfo: Hashable, Sendable, Codable {
    /// The version of the protocol between nodes.
    package var peerProtocol: UInt64 = 8
    /// The version of the block format.
    package var blockProtocol: UInt64 = 11
    /// The version the application gives itself.
    package var appProtocol: UInt64 = 0
    /// The node's id.
    package var id: String
    /// Where it listens for other nodes.
    package var listenAddress = ""
    /// The chain's id.
    package var network: String
    /// The version of the node's software.
    package var version = "0.38.25"
    /// The channels between nodes, in hexadecimal.
    package var channels: [UInt8] = []
    /// The node's name.
    package var moniker: String
    /// Whether transactions can be looked up by hash.
    package var isIndexing = true
    /// Where it listens for questions.
    package var rpcAddress = ""

    /// A node of a chain.
    package init(id: String, network: String, moniker: String) {
        (self.id, self.network, self.moniker) = (id, network, moniker)
    }

    private enum Keys: String, CodingKey {
        case protocolVersion = "protocol_version"
        case p2p, block, app, id, network, version, channels, moniker, other
        case listenAddress = "listen_addr"
        case txIndex = "tx_index"
        case rpcAddress = "rpc_address"
    }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Keys.self)
        self.init(
            id: try values.words(.id), network: try values.words(.network),
            moniker: try values.words(.moniker))
        version = try values.words(.version)
        listenAddress = try values.words(.listenAddress)
        channels = try values.hex(.channels)
        (peerProtocol, blockProtocol, isIndexing) = (0, 0, false)
        if values.contains(.protocolVersion) {
            let numbers = try values.nestedContainer(keyedBy: Keys.self, forKey: .protocolVersion)
            peerProtocol = try numbers.integer(.p2p)
            blockProtocol = try numbers.integer(.block)
            appProtocol = try numbers.integer(.app)
        }
        if values.contains(.other) {
            let other = try values.nestedContainer(keyedBy: Keys.self, forKey: .other)
            isIndexing = try other.string(.txIndex) == "on"
            rpcAddress = try other.words(.rpcAddress)
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: Keys.self)
        var numbers = values.nestedContainer(keyedBy: Keys.self, forKey: .protocolVersion)
        try numbers.encodeText(peerProtocol, .p2p)
        try numbers.encodeText(blockProtocol, .block)
        try numbers.encodeText(appProtocol, .app)
        try values.encode(id, forKey: .id)
        try values.encode(listenAddress, forKey: .listenAddress)
        try values.encode(network, forKey: .network)
        try values.encode(version, forKey: .version)
        try values.encodeHex(channels, .channels)
        try values.encode(moniker, forKey: .moniker)
        var other = values.nestedContainer(keyedBy: Keys.self, forKey: .other)
        try other.encode(isIndexing ? "on" : "off", forKey: .txIndex)
        try other.encode(rpcAddress, forKey: .rpcAddress)
    }
}
