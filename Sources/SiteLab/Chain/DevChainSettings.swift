import Glibc
package import IntakeLedger
package import Wire

/// What a dev chain is like.
package struct DevChainSettings: Sendable {
    /// The chain's id, at most 50 bytes.
    package var chainID = "weighpost-dev"
    /// The voting power of each validator; their keys follow from the seed.
    package var powers: [Int64] = [10, 10, 10, 10]
    /// Other powers from some heights on, each in the order of `powers`; 0 is no validator, and more
    /// numbers than before are new validators.
    package var powerChanges: [Int64: [Int64]] = [:]
    /// Where keys and chance come from: the same seed, the same validators.
    package var seed: UInt64 = 1
    /// Milliseconds from block to block.
    package var blockInterval = 500
    /// Whether blocks are made that carry nothing and prove nothing.
    package var createsEmptyBlocks = true
    /// Of 1,000 votes, how many are missing: half of them absent, half for no block.
    ///
    /// Never so many at once that a block lacks its quorum.
    package var missingVotes = 0
    /// The port on loopback; 0 takes a free one.
    package var port = 0
    /// How the node on `port` lies; nil for an honest one.
    package var lie: DevLie?
    /// The height of the first block of a fork, or of the first one that a halted node lacks.
    package var forkHeight: Int64 = 3
    /// The port of a second node, which is always honest; 0 takes a free one, nil has none.
    package var honestPort: Int?
    /// What the node takes; CometBFT's limits unless changed.
    package var limits = Limits()
    /// The ledger's state before the first block.
    package var genesis: LedgerGenesis
    /// The validators' clock.
    package var clock: @Sendable () -> Timestamp = { .systemTime }

    /// A chain of four equal validators, with a block every half second.
    package init(genesis: LedgerGenesis) {
        self.genesis = genesis
    }

    /// What a node takes at most.
    package struct Limits: Sendable {
        /// Transactions that wait for a block.
        package var waitingTransactions = 5_000
        /// Bytes of all that wait.
        package var waitingBytes = 1 << 30
        /// Bytes of one transaction.
        package var transactionBytes = 1 << 20
        /// Transactions whose hashes are remembered.
        package var rememberedTransactions = 10_000
        /// Bytes of one question.
        package var questionBytes = 1_000_000
    }
}

extension Timestamp {
    /// What this machine's clock says now.
    package static var systemTime: Timestamp {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        return Timestamp(seconds: Int64(now.tv_sec), nanoseconds: Int32(now.tv_nsec)) ?? .epoch
    }
}
