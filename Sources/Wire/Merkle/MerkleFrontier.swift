/// A Merkle tree that only grows, kept as its edge: one digest for each complete subtree.
///
/// Memory is logarithmic in the size. The root is that of `MerkleTree` over all leaves so far.
package struct MerkleFrontier: Hashable, Sendable {
    /// How many leaves were appended.
    package private(set) var size: UInt64 = 0
    /// The roots of the complete subtrees, the largest and leftmost first.
    package private(set) var peaks: [Digest] = []

    /// An empty tree.
    package init() {}

    /// A tree as it was stored; nil unless there is one peak for each bit set in the size.
    package init?(size: UInt64, peaks: [Digest]) {
        guard peaks.count == size.nonzeroBitCount else { return nil }
        self.size = size
        self.peaks = peaks
    }

    /// Adds one leaf by its hash.
    package mutating func append(_ leafHash: Digest) {
        var node = leafHash
        for _ in 0..<(~size).trailingZeroBitCount {
            node = MerkleTree.innerHash(peaks.removeLast(), node)
        }
        peaks.append(node)
        size += 1
    }

    /// The root over all leaves so far.
    package var root: Digest {
        guard let last = peaks.last else { return MerkleTree.emptyRoot }
        return peaks.dropLast().reversed().reduce(last) { MerkleTree.innerHash($1, $0) }
    }
}
