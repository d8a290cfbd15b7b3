import HashTreeCollections
import Wire

/// The log of everything recorded: an append-only Merkle tree (RFC 9162) over entry digests.
///
/// Beside the digests it keeps the root of every full chunk of them, so that a path costs the hashes
/// of one chunk and not of the whole log. Copies share all that was there before: the state of a
/// block that is not committed yet stands beside the one it follows.
struct EntryLog: Sendable {
    /// All digests, in the order in which they were recorded.
    private var digests = DigestList()
    /// The roots of the full chunks, and the tree over them.
    private var roots: [Digest] = []
    private var full = MerkleFrontier()
    /// The tree over the chunk that is not full yet: a chunk is a subtree, so no leaf is hashed twice.
    private var open = MerkleFrontier()
    /// The place of each digest; a tree, whose copies share what they have in common.
    private var places: TreeDictionary<Digest, Int> = [:]

    var size: UInt64 { UInt64(digests.count) }

    var root: Digest {
        let peaks = full.peaks + open.peaks
        guard let last = peaks.last else { return MerkleTree.emptyRoot }
        return peaks.dropLast().reversed().reduce(last) { MerkleTree.innerHash($1, $0) }
    }

    mutating func append(_ new: ArraySlice<Digest>) {
        for digest in new {
            // The first place stays when a gateway passes some digest off as its own.
            if places[digest] == nil { places[digest] = digests.count }
            digests.append(digest)
            open.append(MerkleTree.leafHash(digest.bytes))
            if digests.count.isMultiple(of: DigestList.chunkSize) {
                roots.append(open.root)
                full.append(open.root)
                open = MerkleFrontier()
            }
        }
    }

    private func leaves(ofChunk number: Int, upTo count: Int = DigestList.chunkSize) -> [Digest] {
        digests.chunk(number).prefix(count).map { MerkleTree.leafHash($0.bytes) }
    }

    /// The way from a digest to the root that the log had at some size; nil when it was not there.
    func path(of digest: Digest, size: UInt64) -> MerklePath? {
        places[digest].flatMap { path(at: $0, size: size) }
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
        let full = Int(size) / DigestList.chunkSize
        let rest = leaves(ofChunk: full, upTo: Int(size) % DigestList.chunkSize)
        var roots = Array(roots.prefix(full))
        if !rest.isEmpty { roots.append(MerkleTree.root(ofLeafHashes: rest)) }
        let top = MerkleLevels(over: roots)
        var chunks: [Int: MerkleLevels] = [:]
        return places.filter { $0 >= 0 && UInt64($0) < size }.map { place in
            let number = place / DigestList.chunkSize
            let chunk =
                chunks[number]
                ?? MerkleLevels(over: number == full ? rest : leaves(ofChunk: number))
            chunks[number] = chunk
            return MerklePath(
                index: UInt64(place), total: size,
                aunts: chunk.path(at: place % DigestList.chunkSize) + top.path(at: number))
        }
    }
}
