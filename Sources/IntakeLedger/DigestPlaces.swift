import Wire

/// Finds the places of digests in a list.
///
/// A tree over the digests' hash values, which nobody outside this process can choose. Copies share
/// it: to add to a copy costs the nodes from the root to one leaf.
struct DigestPlaces: Sendable {
    private var root = Node.leaf([])

    /// The place of a digest; nil when it is not there.
    func place(of digest: Digest, in list: DigestList) -> Int? {
        let key = UInt(bitPattern: digest.hashValue)
        var (node, depth) = (root, 0)
        while case .branch(let nodes) = node {
            node = nodes[Node.way(of: key, depth)]
            depth += 1
        }
        guard case .leaf(let items) = node else { return nil }
        return items.first { $0.key == key && list[$0.place] == digest }?.place
    }

    /// Adds the place of a digest, which must not be there already.
    mutating func insert(_ place: Int, of digest: Digest) {
        root.insert(Item(key: UInt(bitPattern: digest.hashValue), place: place))
    }
}

/// A digest's hash value and its place.
private struct Item {
    let key: UInt
    let place: Int
}

/// A part of the tree.
private enum Node {
    case leaf([Item])
    case branch([Node])

    /// A leaf with more becomes a branch, unless nothing tells its keys apart any further.
    private static let mostItems = 16
    /// The bits of a key that one branch tells apart.
    private static let bits = 4
    private static let lastDepth = UInt.bitWidth / bits

    /// The way that a key takes from a branch.
    static func way(of key: UInt, _ depth: Int) -> Int {
        Int(key >> (depth * bits) & (1 << bits - 1))
    }

    mutating func insert(_ item: Item, depth: Int = 0) {
        // Emptied before anything changes, so that what no copy shares is changed where it is.
        switch self {
        case .leaf(var items):
            self = .leaf([])
            items.append(item)
            let isFull = items.count > Node.mostItems && depth < Node.lastDepth
            self = isFull ? Node(splitting: items, depth) : .leaf(items)
        case .branch(var nodes):
            self = .leaf([])
            nodes[Node.way(of: item.key, depth)].insert(item, depth: depth + 1)
            self = .branch(nodes)
        }
    }

    private init(splitting items: [Item], _ depth: Int) {
        self = .branch(Array(repeating: .leaf([]), count: 1 << Node.bits))
        for item in items { insert(item, depth: depth) }
    }
}
