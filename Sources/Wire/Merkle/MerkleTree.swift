/// The Merkle tree of RFC 6962, section 2.1, as CometBFT uses it.
///
/// A leaf is H(00 ‖ bytes), an inner node H(01 ‖ left ‖ right), the empty tree H(""). The tree
/// splits at the largest power of two below its size; joining neighbours level by level, with
/// an odd last one going up unchanged, gives the same shape.
package enum MerkleTree {
    /// The root of the empty tree: SHA-256 of nothing.
    package static let emptyRoot = Digest.of([])

    /// The hash of one leaf.
    package static func leafHash(_ bytes: [UInt8]) -> Digest {
        Digest.of(0, bytes)
    }

    /// The hash of two neighbours.
    package static func innerHash(_ left: Digest, _ right: Digest) -> Digest {
        Digest.of(1, left, right)
    }

    /// The root over items that are still to be hashed.
    package static func root(of items: [[UInt8]]) -> Digest {
        root(ofLeafHashes: items.map(leafHash))
    }

    /// The root over leaf hashes.
    package static func root(ofLeafHashes leafHashes: [Digest]) -> Digest {
        var level = leafHashes
        while level.count > 1 { level = above(level) }
        return level.first ?? emptyRoot
    }

    /// The aunts of one leaf, from its sibling up to the root's child.
    package static func path(at index: Int, in leafHashes: [Digest]) -> [Digest] {
        precondition(leafHashes.indices.contains(index), "no leaf \(index)")
        var (place, level, aunts) = (index, leafHashes, [Digest]())
        while level.count > 1 {
            if level.indices.contains(place ^ 1) { aunts.append(level[place ^ 1]) }
            level = above(level)
            place /= 2
        }
        return aunts
    }

    /// The aunts of every leaf, each node hashed once.
    package static func paths(of leafHashes: [Digest]) -> [[Digest]] {
        let levels = MerkleLevels(over: leafHashes)
        return leafHashes.indices.map { levels.path(at: $0) }
    }

    static func above(_ level: [Digest]) -> [Digest] {
        var next: [Digest] = []
        next.reserveCapacity((level.count + 1) / 2)
        for place in stride(from: 0, to: level.count - 1, by: 2) {
            next.append(innerHash(level[place], level[place + 1]))
        }
        if !level.count.isMultiple(of: 2), let last = level.last { next.append(last) }
        return next
    }
}
