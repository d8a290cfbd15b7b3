/// The way from one leaf of a Merkle tree to its root.
///
/// A path alone proves nothing about `index` and `total` beyond its shape: several pairs may
/// share one. Compare `total` with a count that is known from elsewhere where it matters.
package struct MerklePath: Hashable, Sendable {
    /// The most aunts a path may have; more is an attack on the reader's time.
    package static let maximumAunts = 100

    /// The leaf's place, from 0.
    package let index: UInt64
    /// How many leaves the tree has.
    package let total: UInt64
    /// The hashes beside the way, from the leaf's sibling up to the root's child.
    package let aunts: [Digest]

    /// A path as somebody claims it; `root(fromLeafHash:)` checks its shape.
    package init(index: UInt64, total: UInt64, aunts: [Digest]) {
        self.index = index
        self.total = total
        self.aunts = aunts
    }

    /// The root this path leads to from a leaf's hash.
    ///
    /// Nil when the shape is wrong: an index not below the total, too few or too many aunts.
    package func root(fromLeafHash leafHash: Digest) -> Digest? {
        guard index < total, aunts.count <= MerklePath.maximumAunts else { return nil }
        var (node, place, count) = (leafHash, index, total)
        var rest = aunts[...]
        while count > 1 {
            let isOddLast = place == count - 1 && place.isMultiple(of: 2)
            if !isOddLast {
                guard let aunt = rest.popFirst() else { return nil }
                node =
                    place.isMultiple(of: 2)
                    ? MerkleTree.innerHash(node, aunt) : MerkleTree.innerHash(aunt, node)
            }
            place /= 2
            count = count / 2 + count % 2
        }
        return rest.isEmpty ? node : nil
    }

    /// `[index, total, [* aunt]]`.
    package var cbor: CBOR {
        .array([.unsigned(index), .unsigned(total), .array(aunts.map { .digest($0) })])
    }

    /// Reads `[index, total, [* aunt]]`.
    package init(cbor: CBOR) throws(CBORError) {
        guard let parts = cbor.arrayValue, parts.count == 3, let index = parts[0].uint,
            let total = parts[1].uint, let items = parts[2].arrayValue
        else { throw .wrongType("Merkle path: [index, total, [* aunt]]") }
        guard items.count <= MerklePath.maximumAunts else {
            throw .invalid("Merkle path: \(items.count) aunts, at most 100 are allowed")
        }
        var aunts: [Digest] = []
        aunts.reserveCapacity(items.count)
        for item in items {
            guard let aunt = item.digest else {
                throw .wrongType("aunt of a Merkle path: a byte string of 32 bytes")
            }
            aunts.append(aunt)
        }
        self.init(index: index, total: total, aunts: aunts)
    }
}
