extension CBOR {
    /// The one encoding of this item: RFC 8949, 4.2.1, core deterministic.
    ///
    /// Shortest heads, definite lengths, map keys in the bytewise order of their encodings. Some
    /// libraries call an older order "canonical" (length first, RFC 7049); this is not it. A map
    /// with a key twice, or a simple value of 20...31, is a programming error and stops here.
    package func encoded() -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(encodedCount)
        append(to: &bytes)
        return bytes
    }

    /// How many bytes the encoding has.
    package var encodedCount: Int {
        let head = CBOR.headCount(of: head.argument)
        switch self {
        case .unsigned, .negative, .bool, .null, .simple: return head
        case .bytes(let bytes): return head + bytes.count
        case .text(let text): return head + text.utf8.count
        case .array(let items): return items.reduce(head) { $0 + $1.encodedCount }
        case .map(let pairs):
            return pairs.reduce(head) { $0 + $1.key.encodedCount + $1.value.encodedCount }
        case .tagged(_, let item): return head + item.encodedCount
        }
    }

    /// The major type and the argument of the head.
    var head: (major: UInt8, argument: UInt64) {
        switch self {
        case .unsigned(let value): (0, value)
        case .negative(let value): (1, value)
        case .bytes(let bytes): (2, UInt64(bytes.count))
        case .text(let text): (3, UInt64(text.utf8.count))
        case .array(let items): (4, UInt64(items.count))
        case .map(let pairs): (5, UInt64(pairs.count))
        case .tagged(let tag, _): (6, tag)
        case .simple(let value): (7, UInt64(CBOR.checkedSimple(value)))
        case .bool(let value): (7, value ? 21 : 20)
        case .null: (7, 22)
        }
    }

    private func append(to bytes: inout [UInt8]) {
        let head = head
        CBOR.appendHead(head.major, head.argument, to: &bytes)
        switch self {
        case .unsigned, .negative, .bool, .null, .simple: break
        case .bytes(let content): bytes += content
        case .text(let text): bytes += text.utf8
        case .array(let items): for item in items { item.append(to: &bytes) }
        case .map(let pairs):
            for pair in CBOR.sorted(pairs) {
                pair.key.append(to: &bytes)
                pair.value.append(to: &bytes)
            }
        case .tagged(_, let item): item.append(to: &bytes)
        }
    }

    private static func appendHead(
        _ major: UInt8, _ argument: UInt64, to bytes: inout [UInt8]
    ) {
        let type = major << 5
        switch argument {
        case ..<24:
            bytes.append(type | UInt8(argument))
        case ..<0x100:
            bytes.append(type | 24)
            bytes.append(UInt8(argument))
        case ..<0x1_0000:
            bytes.append(type | 25)
            appendBigEndian(argument, count: 2, to: &bytes)
        case ..<0x1_0000_0000:
            bytes.append(type | 26)
            appendBigEndian(argument, count: 4, to: &bytes)
        default:
            bytes.append(type | 27)
            appendBigEndian(argument, count: 8, to: &bytes)
        }
    }

    private static func appendBigEndian(
        _ value: UInt64, count: UInt64, to bytes: inout [UInt8]
    ) {
        for place in (0..<count).reversed() {
            bytes.append(UInt8(truncatingIfNeeded: value >> (8 * place)))
        }
    }

    private static func headCount(of argument: UInt64) -> Int {
        switch argument {
        case ..<24: 1
        case ..<0x100: 2
        case ..<0x1_0000: 3
        case ..<0x1_0000_0000: 5
        default: 9
        }
    }

    private static func checkedSimple(_ value: UInt8) -> UInt8 {
        guard (20...31).contains(value) else { return value }
        preconditionFailure("simple(\(value)) is not a simple value of its own")
    }
}
