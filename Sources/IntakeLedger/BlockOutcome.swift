package import Evidence
package import Wire

/// What a block did to the ledger.
package struct BlockOutcome: Sendable {
    /// Entries of one gateway that a transaction recorded.
    package struct Recorded: Sendable {
        package let gateway: String
        /// The number of the first of them.
        package let first: UInt64
        package let digests: [Digest]
        /// Their bytes; nil for those that travelled as their digests.
        package let entries: [[UInt8]?]
        /// The place of the transaction in its block, from 0.
        package let transaction: Int
        /// The key that signs what follows, where the last of the entries changes it.
        let nextKey: VerifyingKey?

        /// The number of the last of them.
        var last: UInt64 { first + UInt64(digests.count) - 1 }

        /// What was recorded, by a block of some height.
        package func entries(at height: Int64) -> [RecordedEntry] {
            zip(digests, entries).enumerated().map { offset, entry in
                RecordedEntry(
                    gateway: gateway, seq: first + UInt64(offset), digest: entry.0,
                    height: height, hasBytes: entry.1 != nil)
            }
        }
    }

    /// One for each transaction, in their order.
    package let results: [LedgerResult]
    /// What was recorded, in the order of the log.
    package let recorded: [Recorded]
    /// The places of the transactions whose own bytes are kept.
    ///
    /// What the authorities decided, and what showed a gateway's first fork: the state names each by its
    /// digest.
    package let evidence: [Int]
}
