import HashTreeCollections
import Wire

/// The log of everything recorded: an append-only Merkle tree (RFC 9162) over entry digests.
///
/// Beside the digests it keeps the root of every full chunk of them, so that a path costs the hashes
/// of one chunk and not of the whole log. Copies share all that was there before: the state of a
/// block that is not committed yet stands beside the one it follows.
struct EntryLog: Sendable {
    private var frontier = MerkleFrontier()
    /// All digests, in the order in which they were recorded.
    private var digests = DigestList()
    /// The roots of the full chunks.
    private var roots: [Digest] = []
    /// The place of each digest; a tree, whose copies share what they have in common.
    private var places: TreeDictionary<Digest, Int> = [:]

    var size: UInt64 { frontier.size }
    var root: Digest { frontier.root }

    mutating func append(_ new: ArraySlice<Digest>) {
        for digest in new {
            // The first place stays when a gateway passes some digest off as its own.
            if places[digest] == nil { places[digest] = digests.count }
            digests.append(digest)
            frontier.append(MerkleTree.leafHash(digest.bytes))
            if digests.count.isMultiple(of: DigestList.chunkSize) {
                roots.append(MerkleTree.root(ofLeafHashes: leaves(ofChunk: roots.count)))
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
        guard place >= 0, UInt64(place) < size, size <= self.size else { return nil }
        let full = Int(size) / DigestList.chunkSize
        let rest = leaves(ofChunk: full, upTo: Int(size) % DigestList.chunkSize)
        let chunk = place / DigestList.chunkSize
        let own = chunk == full ? rest : leaves(ofChunk: chunk)
        var roots = Array(roots.prefix(full))
        if !rest.isEmpty { roots.append(MerkleTree.root(ofLeafHashes: rest)) }
        return MerklePath(
            index: UInt64(place), total: size,
            aunts: MerkleTree.path(at: place % DigestList.chunkSize, in: own)
                + MerkleTree.path(at: chunk, in: roots))
    }
}
