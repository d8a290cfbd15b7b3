package import Wire

/// The way from one entry to the root of the batch it travelled in.
package struct InclusionProof: Hashable, Sendable {
    /// The entry's digest.
    package let digest: Digest
    /// From the entry to the root.
    package let path: MerklePath

    /// A proof as somebody claims it.
    package init(digest: Digest, path: MerklePath) {
        (self.digest, self.path) = (digest, path)
    }

    /// The root it leads to; nil when the path has a shape that cannot be.
    package var root: Digest? {
        path.root(fromLeafHash: MerkleTree.leafHash(digest.bytes))
    }

    /// The entry's sequence number in a batch that the ledger has answered to; nil when the path is one
    /// of a batch with more or fewer entries.
    ///
    /// The count is the ledger's word: paths of several counts lead to the same root.
    package func seq(in batch: AcceptanceData) -> UInt64? {
        guard path.index < path.total, path.total == batch.count else { return nil }
        return batch.first + path.index
    }
}
