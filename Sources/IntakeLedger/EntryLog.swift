import Wire

/// The log of everything recorded: an append-only Merkle tree (RFC 9162) over entry digests.
struct EntryLog: Hashable, Sendable {
    private var frontier = MerkleFrontier()
    /// All digests, in the order in which they were recorded.
    private(set) var digests: [Digest] = []
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
        }
    }

    /// The way from a digest to the root that the log had at some size; nil when it was not there.
    func path(of digest: Digest, size: UInt64) -> MerklePath? {
        guard let place = places[digest], UInt64(place) < size, size <= self.size else {
            return nil
        }
        let leaves = digests.prefix(Int(size)).map { MerkleTree.leafHash($0.bytes) }
        return MerklePath(
            index: UInt64(place), total: size, aunts: MerkleTree.path(at: place, in: leaves))
    }
}
