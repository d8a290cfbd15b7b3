import Wire

/// Digests in the order in which they came, in chunks that copies of the list share.
///
/// To add to a copy costs the last chunk at the most, however long the list is.
struct DigestList: Hashable, Sendable {
    /// Digests of one chunk: a power of two, so that a chunk is a subtree of a Merkle tree.
    static let chunkSize = 1_024

    private var full: [[Digest]] = []
    private var rest: [Digest] = []

    var count: Int { full.count * DigestList.chunkSize + rest.count }
    var last: Digest? { rest.last ?? full.last?.last }

    subscript(place: Int) -> Digest {
        chunk(place / DigestList.chunkSize)[place % DigestList.chunkSize]
    }

    /// The digests of a chunk, from 0; those of the one that is not full yet, at the end.
    func chunk(_ number: Int) -> [Digest] {
        number == full.count ? rest : full[number]
    }

    mutating func append(_ digest: Digest) {
        rest.append(digest)
        guard rest.count == DigestList.chunkSize else { return }
        full.append(rest)
        rest = []
    }
}
