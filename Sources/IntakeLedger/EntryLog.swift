import Wire

/// The log of everything recorded: an append-only Merkle tree (RFC 9162) over entry digests.
///
/// Beside the digests it keeps the root of every full block of them, so that a path costs the hashes
/// of one block and not of the whole log.
struct EntryLog: Hashable, Sendable {
    /// Leaves of one block: a power of two, so that a block is a subtree.
    private static let blockSize = 1_024

    private var frontier = MerkleFrontier()
    /// All digests, in the order in which they were recorded.
    private(set) var digests: [Digest] = []
    /// The roots of the full blocks.
    private var blocks: [Digest] = []
    /// The place of each digest.
    private var places: [Digest: Int] = [:]

    var size: UInt64 { frontier.size }
    var root: Digest { frontier.root }

    mutating func append(_ new: ArraySlice<Digest>) {
        for digest in new {
            // The first place stays when a gateway passes some digest off as its own.
            if places[digest] == nil { places[digest] = digests.count }
            digests.append(digest)
            frontier.append(MerkleTree.leafHash(digest.bytes))
            if digests.count.isMultiple(of: EntryLog.blockSize) {
                let start = digests.count - EntryLog.blockSize
                blocks.append(
                    MerkleTree.root(ofLeafHashes: leaves(start..<digests.count)))
            }
        }
    }

    private func leaves(_ range: Range<Int>) -> [Digest] {
        digests[range].map { MerkleTree.leafHash($0.bytes) }
    }

    /// The way from a digest to the root that the log had at some size; nil when it was not there.
    func path(of digest: Digest, size: UInt64) -> MerklePath? {
        places[digest].flatMap { path(at: $0, size: size) }
    }

    /// The way from a place, from 0, to the root that the log had at some size.
    func path(at place: Int, size: UInt64) -> MerklePath? {
        guard place >= 0, UInt64(place) < size, size <= self.size else { return nil }
        let (count, step) = (Int(size), EntryLog.blockSize)
        let block = place / step
        let own = block * step..<min((block + 1) * step, count)
        var roots = Array(blocks.prefix(count / step))
        if !count.isMultiple(of: step) {
            roots.append(MerkleTree.root(ofLeafHashes: leaves(count / step * step..<count)))
        }
        return MerklePath(
            index: UInt64(place), total: size,
            aunts: MerkleTree.path(at: place - own.lowerBound, in: leaves(own))
                + MerkleTree.path(at: block, in: roots))
    }
}
