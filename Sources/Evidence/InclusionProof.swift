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

    /// The entry's sequence number in a batch whose last one is known; nil when that cannot be.
    package func seq(inBatchEndingAt last: UInt64) -> UInt64? {
        guard path.index < path.total, path.total <= last else { return nil }
        return last - (path.total - 1 - path.index)
    }
}
