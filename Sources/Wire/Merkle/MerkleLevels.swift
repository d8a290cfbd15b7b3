/// A Merkle tree (RFC 6962, section 2.1) with every node of it hashed once, for who needs several paths.
package struct MerkleLevels: Hashable, Sendable {
    /// The leaves, what is above them, and so on up to the root.
    private let levels: [[Digest]]

    /// Over leaf hashes, or over the roots of subtrees that are full but for the last.
    package init(over leafHashes: [Digest]) {
        var levels = [leafHashes]
        while let last = levels.last, last.count > 1 { levels.append(MerkleTree.above(last)) }
        self.levels = levels
    }

    package var root: Digest { levels.last?.first ?? MerkleTree.emptyRoot }

    /// The aunts of one leaf, from its sibling up to the root's child.
    package func path(at index: Int) -> [Digest] {
        precondition(levels[0].indices.contains(index), "no leaf \(index)")
        var aunts: [Digest] = []
        aunts.reserveCapacity(levels.count - 1)
        for (height, level) in levels.enumerated() {
            let sibling = index >> height ^ 1
            if level.indices.contains(sibling) { aunts.append(level[sibling]) }
        }
        return aunts
    }
}
