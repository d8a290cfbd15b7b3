import LightClients
import Wire

/// A block of a dev chain with what the ledger made of it.
struct DevBlock: Sendable {
    let header: Header
    /// Its votes, all of them for this block's header.
    let commit: Commit
    /// The bytes of the whole block, as many as its parts have.
    let size: Int
    let transactions: [[UInt8]]
    let results: [RPCTxResult]
    /// The ledger's hash after it; it stands in the next header.
    let appHash: [UInt8]

    var hash: [UInt8] { commit.blockID.hash }
}

/// A block cut into the parts in which nodes send it to each other.
struct BlockParts {
    private static let partSize = 65_536

    /// The bytes of the whole block.
    let size: Int
    /// How many parts there are.
    let total: UInt32
    /// The Merkle root over the parts.
    let hash: Digest

    /// Cuts the Block message: header, transactions, no evidence, and the votes before it.
    init(_ header: Header, _ transactions: [[UInt8]], lastCommit: Commit?) {
        var data = ProtobufWriter()
        for transaction in transactions { data.message(field: 1, transaction) }
        var block = ProtobufWriter()
        block.message(field: 1, header.protobuf)
        block.message(field: 2, data.bytes)
        block.message(field: 3, [])
        let none = Commit(height: 0, round: 0, blockID: .zero, signatures: [])
        block.message(field: 4, (lastCommit ?? none).protobuf)
        let bytes = block.bytes
        let parts = stride(from: 0, to: bytes.count, by: BlockParts.partSize).map { start in
            Array(bytes[start..<min(start + BlockParts.partSize, bytes.count)])
        }
        (size, total) = (bytes.count, UInt32(parts.count))
        hash = MerkleTree.root(of: parts)
    }
}
