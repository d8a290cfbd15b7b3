extension CBOR {
    /// Reads exactly one item, strictly.
    ///
    /// Whatever is accepted encodes to the same bytes again: longer heads, indefinite lengths,
    /// unsorted or repeated keys, text that is not UTF-8, bytes after the end, floating-point
    /// numbers, `undefined` and anything beyond the limits are refused.
    package init(
        decoding bytes: [UInt8], limits: CBORLimits = .standard
    ) throws(CBORError) {
        guard bytes.count <= limits.maximumBytes else {
            throw CBORError(.tooLarge(limit: limits.maximumBytes))
        }
        var decoder = CBORDecoder(bytes, limits: limits)
        self = try decoder.item(depth: 0)
        try decoder.finish()
    }
}

/// Walks once over the bytes of one item.
private struct CBORDecoder {
    private struct Head {
        let offset: Int
        let major: UInt8
        let info: UInt8
        let argument: UInt64
    }

    private var reader: ByteReader
    private let limits: CBORLimits
    private var items = 0

    init(_ bytes: [UInt8], limits: CBORLimits) {
        reader = ByteReader(bytes)
        self.limits = limits
    }

    func finish() throws(CBORError) {
        guard reader.isAtEnd else { throw CBORError(.trailingBytes, offset: reader.position) }
    }

    /// Reads one item that stands inside `depth` others.
    mutating func item(depth: Int) throws(CBORError) -> CBOR {
        items += 1
        guard items <= limits.maximumItems else {
            throw CBORError(.tooLarge(limit: limits.maximumItems), offset: reader.position)
        }
        let head = try head()
        switch head.major {
        case 0: return .unsigned(head.argument)
        case 1: return .negative(head.argument)
        case 2: return .bytes(Array(try content(of: head)))
        case 3: return try text(head)
        case 4: return try array(head, depth: depth + 1)
        case 5: return try map(head, depth: depth + 1)
        case 6:
            try checkDepth(depth + 1, head)
            return .tagged(head.argument, try item(depth: depth + 1))
        default: return try simple(head)
        }
    }

    private mutating func head() throws(CBORError) -> Head {
        let offset = reader.position
        let initial = try bigEndian(1, from: offset)
        let (major, info) = (UInt8(initial >> 5), UInt8(initial & 31))
        switch info {
        case ..<24:
            return Head(offset: offset, major: major, info: info, argument: UInt64(info))
        case ..<28:
            let width = 1 << Int(info - 24)
            let argument = try bigEndian(width, from: offset)
            let least: UInt64 = width == 1 ? 24 : 1 << UInt64(4 * width)
            guard major == 7 || argument >= least else {
                throw CBORError(.notShortest, offset: offset)
            }
            return Head(offset: offset, major: major, info: info, argument: argument)
        case 31:
            throw CBORError(.unsupported("an indefinite length"), offset: offset)
        default:
            throw CBORError(.unsupported("a reserved length"), offset: offset)
        }
    }

    private mutating func bigEndian(_ count: Int, from start: Int) throws(CBORError) -> UInt64 {
        do {
            return try reader.readBigEndian(count)
        } catch {
            throw CBORError(.truncated, offset: start)
        }
    }

    private mutating func content(of head: Head) throws(CBORError) -> ArraySlice<UInt8> {
        guard let count = Int(exactly: head.argument) else {
            throw CBORError(.truncated, offset: head.offset)
        }
        do {
            return try reader.slice(count)
        } catch {
            throw CBORError(.truncated, offset: head.offset)
        }
    }

    private mutating func text(_ head: Head) throws(CBORError) -> CBOR {
        guard let text = String(validating: try content(of: head), as: UTF8.self) else {
            throw CBORError(.invalidUTF8, offset: head.offset)
        }
        return .text(text)
    }

    private mutating func array(_ head: Head, depth: Int) throws(CBORError) -> CBOR {
        let count = try checkedCount(head, depth: depth, bytesEach: 1)
        var items: [CBOR] = []
        items.reserveCapacity(count)
        for _ in 0..<count { items.append(try item(depth: depth)) }
        return .array(items)
    }

    private mutating func map(_ head: Head, depth: Int) throws(CBORError) -> CBOR {
        let count = try checkedCount(head, depth: depth, bytesEach: 2)
        var pairs: [CBORPair] = []
        pairs.reserveCapacity(count)
        var previous: Range<Int>?
        for _ in 0..<count {
            let start = reader.position
            let key = try item(depth: depth)
            let place = start..<reader.position
            if let previous { try checkOrder(previous, place) }
            previous = place
            pairs.append(CBORPair(key, try item(depth: depth)))
        }
        return .map(pairs)
    }

    private func checkOrder(_ previous: Range<Int>, _ next: Range<Int>) throws(CBORError) {
        let (earlier, later) = (reader.already(previous), reader.already(next))
        switch CBOR.Order(lexicographic: earlier, later) {
        case .before: return
        case .same: throw CBORError(.duplicateKey, offset: next.lowerBound)
        case .after: throw CBORError(.unsortedKeys, offset: next.lowerBound)
        }
    }

    /// The count of an array or map; never more than the bytes left could hold.
    private func checkedCount(
        _ head: Head, depth: Int, bytesEach: UInt64
    ) throws(CBORError) -> Int {
        try checkDepth(depth, head)
        guard head.argument <= UInt64(reader.remaining) / bytesEach else {
            throw CBORError(.truncated, offset: head.offset)
        }
        guard head.argument <= UInt64(limits.maximumItems) else {
            throw CBORError(.tooLarge(limit: limits.maximumItems), offset: head.offset)
        }
        return Int(head.argument)
    }

    private func checkDepth(_ depth: Int, _ head: Head) throws(CBORError) {
        guard depth <= limits.maximumDepth else {
            throw CBORError(.tooDeep(limit: limits.maximumDepth), offset: head.offset)
        }
    }

    private func simple(_ head: Head) throws(CBORError) -> CBOR {
        switch (head.info, head.argument) {
        case (..<20, let value): return .simple(UInt8(value))
        case (20, _): return .bool(false)
        case (21, _): return .bool(true)
        case (22, _): return .null
        case (24, 32...): return .simple(UInt8(head.argument))
        case (24, _): throw CBORError(.notShortest, offset: head.offset)
        case (23, _): throw CBORError(.unsupported("undefined"), offset: head.offset)
        default:
            throw CBORError(.unsupported("a floating-point number"), offset: head.offset)
        }
    }
}
