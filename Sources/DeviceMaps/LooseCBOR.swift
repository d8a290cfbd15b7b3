import Wire

/// A CBOR item (RFC 8949) as a sensor writes it.
///
/// Not `Wire.CBOR`, which reads what is signed and so refuses a floating-point number, an
/// indefinite length and a map whose keys are unsorted: sensors write all three. Numbers become
/// exact decimals; a tag only matters where it makes a decimal fraction.
enum LooseCBOR: Sendable, Hashable {
    case number(ExactDecimal)
    case bytes
    case text(String)
    case array([LooseCBOR])
    case map([Pair])
    case bool(Bool)
    case null

    struct Pair: Sendable, Hashable {
        let key: LooseCBOR
        let value: LooseCBOR
    }

    static let mostItems = 16_384
    static let mostDepth = 8

    /// Reads exactly one item.
    init(decoding bytes: [UInt8]) throws(PayloadError) {
        guard bytes.count <= PayloadCodec.longest else { throw PayloadError("CBOR too long") }
        var reader = LooseCBORReader(bytes)
        self = try reader.item(depth: 0)
        try reader.end()
    }
}

/// Walks once over the bytes of one item.
private struct LooseCBORReader {
    /// The first byte of an item and the number it carries; nil for an indefinite length.
    private struct Head {
        let major: UInt8
        let info: UInt8
        let argument: UInt64?
    }

    private var reader: ByteReader
    private var items = 0

    init(_ bytes: [UInt8]) { reader = ByteReader(bytes) }

    func end() throws(PayloadError) {
        guard reader.isAtEnd else { throw fault("bytes after the end") }
    }

    mutating func item(depth: Int) throws(PayloadError) -> LooseCBOR {
        guard let item = try itemOrBreak(depth: depth) else { throw fault("a break too many") }
        return item
    }

    /// Nil for the break that ends an indefinite length.
    private mutating func itemOrBreak(depth: Int) throws(PayloadError) -> LooseCBOR? {
        items += 1
        guard items <= LooseCBOR.mostItems else { throw fault("too many items") }
        guard depth <= LooseCBOR.mostDepth else { throw fault("nested too deep") }
        let head = try head()
        switch head.major {
        case 0, 1: return .number(try whole(head))
        case 2:
            _ = try string(head)
            return .bytes
        case 3:
            guard let text = String(validating: try string(head), as: UTF8.self) else {
                throw fault("a text that is not UTF-8")
            }
            return .text(text)
        case 4: return .array(try list(head, depth: depth, each: 1))
        case 5: return .map(try pairs(head, depth: depth))
        case 6: return try tagged(head, depth: depth)
        default: return try simple(head)
        }
    }

    private mutating func head() throws(PayloadError) -> Head {
        let first = UInt8(try bigEndian(1))
        let (major, info) = (first >> 5, first & 31)
        switch info {
        case ..<24: return Head(major: major, info: info, argument: UInt64(info))
        case 24...27:
            return Head(major: major, info: info, argument: try bigEndian(1 << Int(info - 24)))
        case 31 where (2...5).contains(major) || major == 7:
            return Head(major: major, info: info, argument: nil)
        default: throw fault("a reserved length")
        }
    }

    private func whole(_ head: Head) throws(PayloadError) -> ExactDecimal {
        guard let argument = head.argument, let size = Int64(exactly: argument) else {
            throw fault("a number beyond 64 bits")
        }
        return ExactDecimal(mantissa: head.major == 0 ? size : -1 - size, exponent: 0)
    }

    private mutating func string(_ head: Head) throws(PayloadError) -> [UInt8] {
        if let count = head.argument { return try take(count) }
        var whole: [UInt8] = []
        while true {
            let part = try self.head()
            if part.major == 7, part.argument == nil { return whole }
            guard part.major == head.major, let count = part.argument else {
                throw fault("a string in parts that do not fit")
            }
            whole += try take(count)
        }
    }

    private mutating func list(
        _ head: Head, depth: Int, each: Int
    ) throws(PayloadError) -> [LooseCBOR] {
        var list: [LooseCBOR] = []
        guard let count = head.argument else {
            while let item = try itemOrBreak(depth: depth + 1) { list.append(item) }
            return list
        }
        // Every item has a byte at least, so a length that lies is found before it costs anything.
        guard count <= UInt64(reader.remaining / each) else { throw fault("cut short") }
        for _ in 0..<Int(count) * each { list.append(try item(depth: depth + 1)) }
        return list
    }

    private mutating func pairs(
        _ head: Head, depth: Int
    ) throws(PayloadError) -> [LooseCBOR.Pair] {
        let list = try list(head, depth: depth, each: 2)
        guard list.count.isMultiple(of: 2) else { throw fault("a key without a value") }
        return stride(from: 0, to: list.count, by: 2).map {
            LooseCBOR.Pair(key: list[$0], value: list[$0 + 1])
        }
    }

    /// A decimal fraction (RFC 8949, section 3.4.4) is a number; any other tag is looked through.
    private mutating func tagged(_ head: Head, depth: Int) throws(PayloadError) -> LooseCBOR {
        let content = try item(depth: depth + 1)
        guard head.argument == 4 else { return content }
        guard case .array(let parts) = content, parts.count == 2,
            case .number(let power) = parts[0], case .number(let mantissa) = parts[1],
            power.exponent == 0, mantissa.exponent == 0, (-64...64).contains(power.mantissa)
        else { throw fault("not a decimal fraction we hold") }
        return .number(
            ExactDecimal(mantissa: mantissa.mantissa, exponent: Int(power.mantissa)))
    }

    private func simple(_ head: Head) throws(PayloadError) -> LooseCBOR? {
        guard let bits = head.argument else { return nil }
        let number: ExactDecimal?
        switch head.info {
        case 20: return .bool(false)
        case 21: return .bool(true)
        case 22, 23: return .null
        case 25: number = ExactDecimal(shortest: Float16(bitPattern: UInt16(bits)))
        case 26: number = ExactDecimal(shortest: Float(bitPattern: UInt32(bits)))
        case 27: number = ExactDecimal(shortest: Double(bitPattern: bits))
        default: throw fault("an unknown simple value")
        }
        guard let number else { throw fault("a floating-point number that is no measurement") }
        return .number(number)
    }

    private mutating func take(_ count: UInt64) throws(PayloadError) -> [UInt8] {
        do {
            return try reader.read(Int(clamping: count))
        } catch {
            throw fault("cut short")
        }
    }

    private mutating func bigEndian(_ count: Int) throws(PayloadError) -> UInt64 {
        do {
            return try reader.readBigEndian(count)
        } catch {
            throw fault("cut short")
        }
    }

    private func fault(_ what: String) -> PayloadError {
        PayloadError("CBOR at byte \(reader.position): \(what)")
    }
}
