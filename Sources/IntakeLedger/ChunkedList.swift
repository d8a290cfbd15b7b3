/// Elements in the order in which they came, in chunks that copies of the list share.
///
/// To add to a copy costs the last chunk at the most, however long the list is.
struct ChunkedList<Element: Hashable & Sendable>: Hashable, Sendable {
    private var full: [[Element]] = []
    private var rest: [Element] = []

    /// Elements of one chunk: a power of two, so that a chunk of hashes is a subtree of a Merkle tree.
    static var chunkSize: Int { 1_024 }

    var count: Int { full.count * Self.chunkSize + rest.count }
    var last: Element? { rest.last ?? full.last?.last }

    subscript(place: Int) -> Element {
        chunk(place / Self.chunkSize)[place % Self.chunkSize]
    }

    /// The elements of a chunk, from 0; those of the one that is not full yet, at the end.
    func chunk(_ number: Int) -> [Element] {
        number == full.count ? rest : full[number]
    }

    mutating func append(_ element: Element) {
        rest.append(element)
        guard rest.count == Self.chunkSize else { return }
        full.append(rest)
        rest = []
    }
}
