/// How much of everything the ledger takes.
///
/// Blocks are judged by these numbers, so all nodes of a chain have the same.
package enum LedgerLimits {
    /// The longest entry that travels whole, in bytes; a longer one goes as its digest.
    ///
    /// An intake has less than 1 kB, whatever its evidence, which is there as digests. The longest
    /// entry that a gateway writes is an outgoing load of 500 loads and 32 documents, 23 kB. The 500
    /// entries of a snapshot's chunk stay below the 16 MB that CometBFT carries.
    package static let entryBytes = 28_000
    /// The most entries of one batch: as many as a gateway can be told to put into one.
    package static let batchEntries = 5_000
    /// The most entries of one gateway that one block records: four batches, as many as a gateway has
    /// on their way at once.
    ///
    /// Every node keeps the digest of each for good. Whoever has a gateway's key is slowed down by
    /// this until the authorities suspend it.
    package static let blockEntries = 20_000
    /// The longest text that the authorities write into the state, in bytes.
    package static let textBytes = 256
    /// The most gateways: with their sites and earlier keys 24 MB at most.
    package static let gateways = 20_000
    /// The most bytes of what the authorities decided beside the gateways.
    package static let policyBytes = 16 << 20
}
