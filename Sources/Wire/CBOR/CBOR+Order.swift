extension CBOR {
    /// Which of two items comes first by the bytes of their encodings (RFC 8949, 4.2.1).
    enum Order {
        case before, same, after

        init<Value: Comparable>(_ left: Value, _ right: Value) {
            self = left == right ? .same : left < right ? .before : .after
        }

        /// The order of two sequences of bytes, a prefix before what it begins.
        init(
            lexicographic left: some Sequence<UInt8>, _ right: some Sequence<UInt8>
        ) {
            var other = right.makeIterator()
            for byte in left {
                guard let next = other.next() else {
                    self = .after
                    return
                }
                guard byte == next else {
                    self = byte < next ? .before : .after
                    return
                }
            }
            self = other.next() == nil ? .same : .before
        }
    }

    /// The pairs in the order of their encoded keys; unchanged when they stand so already.
    static func sorted(_ pairs: [CBORPair]) -> [CBORPair] {
        for (earlier, later) in zip(pairs, pairs.dropFirst())
        where earlier.key.order(to: later.key) != .before {
            let sorted = pairs.sorted { $0.key.order(to: $1.key) == .before }
            refuseDuplicates(in: sorted)
            return sorted
        }
        return pairs
    }

    private static func refuseDuplicates(in sorted: [CBORPair]) {
        for (earlier, later) in zip(sorted, sorted.dropFirst()) where earlier.key == later.key {
            preconditionFailure("a CBOR map has the key \(later.key) twice")
        }
    }

    /// The order of the encodings, found without encoding anything that is not a map.
    ///
    /// Heads are shortest, so they order by major type and then by argument; what follows a head
    /// is compared only when the heads are equal.
    func order(to other: CBOR) -> Order {
        let (left, right) = (head, other.head)
        guard left.major == right.major else { return Order(left.major, right.major) }
        guard left.argument == right.argument else {
            return Order(left.argument, right.argument)
        }
        switch (self, other) {
        case (.bytes(let one), .bytes(let another)):
            return Order(lexicographic: one, another)
        case (.text(let one), .text(let another)):
            return Order(lexicographic: one.utf8, another.utf8)
        case (.array(let one), .array(let another)):
            for (item, counterpart) in zip(one, another) where item != counterpart {
                return item.order(to: counterpart)
            }
            return .same
        case (.tagged(_, let one), .tagged(_, let another)):
            return one.order(to: another)
        case (.map, .map):
            return Order(lexicographic: encoded(), other.encoded())
        default:
            return .same
        }
    }
}
