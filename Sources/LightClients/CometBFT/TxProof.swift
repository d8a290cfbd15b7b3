package import Wire

/// A claim that a transaction is in a block, with the way to the header's data hash.
package struct TxProof: Hashable, Sendable {
    /// The Merkle root the proof leads to, as claimed.
    package var rootHash: Digest
    /// The transaction's bytes.
    package var data: [UInt8]
    /// The hash of the transaction's leaf, as claimed.
    package var leafHash: Digest
    /// The way from the leaf to the root.
    package var path: MerklePath

    /// A proof as somebody claims it.
    package init(rootHash: Digest, data: [UInt8], leafHash: Digest, path: MerklePath) {
        (self.rootHash, self.data) = (rootHash, data)
        (self.leafHash, self.path) = (leafHash, path)
    }

    /// The proof for one transaction of a block.
    package init(of index: Int, in transactions: [[UInt8]]) {
        let leaves = transactions.map(TxProof.leafHash)
        self.init(
            rootHash: MerkleTree.root(ofLeafHashes: leaves), data: transactions[index],
            leafHash: leaves[index],
            path: MerklePath(
                index: UInt64(index), total: UInt64(leaves.count),
                aunts: MerkleTree.path(at: index, in: leaves)))
    }

    /// The data hash of a block with these transactions.
    package static func root(of transactions: [[UInt8]]) -> Digest {
        MerkleTree.root(ofLeafHashes: transactions.map(leafHash))
    }

    /// Holds the proof against the data hash of a *verified* header and the transaction we sent.
    ///
    /// The index and the total that come back are bound only through the shape of the path: they
    /// are certain once the block's results, counted and hashed, agree.
    package func verify(dataHash: [UInt8], txHash: Digest) -> TxProofVerdict {
        guard rootHash.bytes == dataHash else { return .refuted(.otherRoot) }
        guard Digest.of(data) == txHash else { return .refuted(.otherTransaction) }
        guard path.index < path.total else { return .refuted(.wrongPath) }
        guard leafHash == TxProof.leafHash(data) else { return .refuted(.otherLeaf) }
        guard let reached = path.root(fromLeafHash: leafHash) else {
            return .refuted(.wrongPath)
        }
        guard reached == rootHash else { return .refuted(.rootNotReached) }
        return .proven(index: path.index, total: path.total)
    }

    /// A transaction's leaf: its hash, hashed again as a leaf.
    private static func leafHash(_ transaction: [UInt8]) -> Digest {
        MerkleTree.leafHash(Digest.of(transaction).bytes)
    }
}

/// What holding a proof against a header gave.
package enum TxProofVerdict: Hashable, Sendable {
    /// The transaction is in the block; whether it succeeded is another question.
    case proven(index: UInt64, total: UInt64)
    /// The proof shows nothing.
    case refuted(TxProofFault)
}

/// Why a transaction's proof shows nothing.
package enum TxProofFault: Hashable, Sendable, CustomStringConvertible {
    /// The root is not the header's data hash.
    case otherRoot
    /// It is a proof of another transaction than the one that was sent.
    case otherTransaction
    /// The leaf is not that of the transaction.
    case otherLeaf
    /// Index, total and number of aunts do not fit together.
    case wrongPath
    /// The path leads elsewhere.
    case rootNotReached

    package var description: String {
        switch self {
        case .otherRoot: "the proof's root is not the data hash of the header"
        case .otherTransaction: "the proof is of another transaction than the one that was sent"
        case .otherLeaf: "the proof's leaf is not the hash of its transaction"
        case .wrongPath: "the proof's index, total and aunts do not fit together"
        case .rootNotReached: "the proof's path does not lead to its root"
        }
    }
}
