package import IntakeLedger

/// What a dev chain is like.
package struct DevChainSettings: Sendable {
    package var chainID = "weighpost-dev"
    /// The voting power of each validator; their keys follow from the seed.
    package var powers: [Int64] = [10, 10, 10, 10]
    package var seed: UInt64 = 1
    /// Milliseconds from block to block.
    package var blockInterval = 500
    /// Whether blocks are made that carry nothing.
    package var createsEmptyBlocks = true
    /// The port on loopback; 0 takes a free one.
    package var port = 0
    package var genesis: LedgerGenesis

    package init(genesis: LedgerGenesis) {
        self.genesis = genesis
    }
}

/// What happens on a dev chain.
package enum DevChainEvent: Sendable {
    /// A block with transactions was made; the ledger's codes are in their order.
    case block(height: Int64, codes: [UInt32])
    /// The node answers on this port.
    case listening(port: Int)
    /// The node answers no longer; blocks go on.
    case away
}
