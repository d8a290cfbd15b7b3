import LightClients
import Wire

/// A block of a dev chain with what the ledger made of it.
struct DevBlock: Sendable {
    let header: Header
    let hash: Digest
    let commit: Commit
    let transactions: [[UInt8]]
    let results: [RPCTxResult]
    /// The ledger's hash after it; it stands in the next header.
    let appHash: [UInt8]
}
