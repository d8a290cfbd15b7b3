import Evidence
import Wire

/// The log of everything recorded: an append-only Merkle tree (RFC 9162) over every `RecordedEntry`.
///
/// Beside the hashes of its leaves it keeps the root of every full chunk of them, so that a path costs
/// the hashes of one chunk and not of the whole log. Copies share all that was there before: the state
/// of a block that is not committed yet stands beside the one it follows.
struct EntryLog: Sendable {
    private typealias Leaves = ChunkedList<Digest>

    /// The hashes of all leaves, in the order in which they were recorded.
    private var leaves = Leaves()
    /// The roots of the full chunks, and the tree over them.
    private var roots: [Digest] = []
    private var full = MerkleFrontier()
    /// The tree over the chunk that is not full yet: a chunk is a subtree, so no leaf is hashed twice.
    private var open = MerkleFrontier()

    var size: UInt64 { UInt64(leaves.count) }

    var root: Digest {
        let peaks = full.peaks + open.peaks
        guard let last = peaks.last else { return MerkleTree.emptyRoot }
        return peaks.dropLast().reversed().reduce(last) { MerkleTree.innerHash($1, $0) }
    }

    mutating func append(_ entry: RecordedEntry) {
        let leaf = MerkleTree.leafHash(entry.leaf)
        leaves.append(leaf)
        open.append(leaf)
        guard leaves.count.isMultiple(of: Leaves.chunkSize) else { return }
        roots.append(open.root)
        full.append(open.root)
        open = MerkleFrontier()
    }

    /// The way from a place, from 0, to the root that the log had at some size.
    func path(at place: Int, size: UInt64) -> MerklePath? {
        paths(at: [place], size: size).first
    }

    /// The ways from some places to the root that the log had at some size; of places beyond it none.
    ///
    /// What they have in common is hashed once: the roots of all chunks, and each chunk.
    func paths(at places: [Int], size: UInt64) -> [MerklePath] {
        let size = min(size, self.size)
        let full = Int(size) / Leaves.chunkSize
        let rest = Array(leaves.chunk(full).prefix(Int(size) % Leaves.chunkSize))
        var roots = Array(roots.prefix(full))
        if !rest.isEmpty { roots.append(MerkleTree.root(ofLeafHashes: rest)) }
        let top = MerkleLevels(over: roots)
        var chunks: [Int: MerkleLevels] = [:]
        return places.filter { $0 >= 0 && UInt64($0) < size }.map { place in
            let number = place / Leaves.chunkSize
            let chunk =
                chunks[number]
                ?? MerkleLevels(over: number == full ? rest : leaves.chunk(number))
            chunks[number] = chunk
            return MerklePath(
                index: UInt64(place), total: size,
                aunts: chunk.path(at: place % Leaves.chunkSize) + top.path(at: number))
        }
    }
}
