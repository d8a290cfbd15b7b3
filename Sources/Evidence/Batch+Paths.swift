package import Wire

extension Batch {
    /// The way of every entry to the batch's root, in their order.
    ///
    /// Each entry and each node is hashed once, so this is the way to prove a whole batch.
    package var paths: [MerklePath] {
        let leaves = items.map { MerkleTree.leafHash($0.digest.bytes) }
        return MerkleTree.paths(of: leaves).enumerated().map { place, aunts in
            MerklePath(index: UInt64(place), total: UInt64(items.count), aunts: aunts)
        }
    }
}
