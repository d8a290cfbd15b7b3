import Wire

/// One metric of a Sparkplug B payload, before its name and type are known for sure.
///
/// Field numbers and data types are those of Eclipse Tahu's `sparkplug_b.proto`.
struct SparkplugMetric: Sendable, Hashable {
    /// The data types a map can read; others are named by births and passed over.
    enum DataType: UInt64, Sendable, Hashable {
        case int8 = 1
        case int16 = 2
        case int32 = 3
        case int64 = 4
        case uint8 = 5
        case uint16 = 6
        case uint32 = 7
        case uint64 = 8
        case float = 9
        case double = 10
        case boolean = 11
        case string = 12
        case dateTime = 13
        case text = 14
    }

    /// A value as the wire has it.
    enum Raw: Sendable, Hashable {
        case whole(UInt64)
        case float(UInt32)
        case double(UInt64)
        case bool(Bool)
        case text(String)
        /// Bytes, data sets, templates.
        case other
    }

    static let longestName = 256

    private(set) var name: String?
    private(set) var alias: UInt64?
    private(set) var milliseconds: UInt64?
    private(set) var dataType: UInt64?
    private(set) var isHistorical = false
    private(set) var isNull = false
    private(set) var raw: Raw?

    init(_ bytes: [UInt8]) throws(ProtobufError) {
        var reader = ProtobufReader(bytes)
        while let field = try reader.next() { try take(field) }
    }

    private mutating func take(_ field: ProtobufField) throws(ProtobufError) {
        switch field.number {
        case 1:
            name = try field.string()
            guard name?.utf8.count ?? 0 <= Self.longestName else {
                throw .invalid("the name of a metric is too long")
            }
        case 2: alias = try field.uint64()
        case 3: milliseconds = try field.uint64()
        case 4: dataType = try field.uint64()
        case 5: isHistorical = try field.bool()
        case 7: isNull = try field.bool()
        case 10, 11: raw = .whole(try field.uint64())
        case 12:
            guard case .fixed32(let bits) = field.value else {
                throw .wrongType(field: 12, expected: "4 fixed bytes")
            }
            raw = .float(bits)
        case 13: raw = .double(UInt64(bitPattern: try field.sfixed64()))
        case 14: raw = .bool(try field.bool())
        case 15: raw = .text(try field.string())
        case 16, 17, 18: raw = .other
        default: break
        }
    }

    /// The value, read as the type that the birth gave it.
    func content(as type: DataType?) -> PayloadValue.Content {
        guard !isNull, let raw else { return .null }
        switch (raw, type) {
        case (.whole(let bits), let type?):
            return Self.whole(bits, type).map {
                .number(ExactDecimal(mantissa: $0, exponent: 0))
            } ?? .unreadable("\(bits) does not fit its type")
        case (.float(let bits), .float?):
            return Self.number(ExactDecimal(shortest: Float(bitPattern: bits)))
        case (.double(let bits), .double?):
            return Self.number(ExactDecimal(shortest: Double(bitPattern: bits)))
        case (.bool(let isTrue), .boolean?): return .word(isTrue ? "true" : "false")
        case (.text(let text), .string?), (.text(let text), .text?): return .word(text)
        default: return .unreadable("the value is not of its type")
        }
    }

    private static func number(_ number: ExactDecimal?) -> PayloadValue.Content {
        number.map(PayloadValue.Content.number) ?? .unreadable("no number")
    }

    /// A signed number stands as two's complement in an unsigned field, of its own width or wider.
    private static func whole(_ bits: UInt64, _ type: DataType) -> Int64? {
        switch type {
        case .int8: return signed(bits, Int8.self)
        case .int16: return signed(bits, Int16.self)
        case .int32: return signed(bits, Int32.self)
        case .int64, .dateTime: return Int64(bitPattern: bits)
        case .uint8: return UInt8(exactly: bits).map { Int64($0) }
        case .uint16: return UInt16(exactly: bits).map { Int64($0) }
        case .uint32: return UInt32(exactly: bits).map { Int64($0) }
        case .uint64: return Int64(exactly: bits)
        default: return nil
        }
    }

    private static func signed<Number: FixedWidthInteger & SignedInteger>(
        _ bits: UInt64, _ type: Number.Type
    ) -> Int64? {
        let number = Int64(Number(truncatingIfNeeded: bits))
        let isOfWidth = bits >> UInt64(Number.bitWidth) == 0
        let isWiderThan32 = bits == UInt64(bitPattern: number)
        let isOf32 = bits == UInt64(UInt32(truncatingIfNeeded: number))
        return isOfWidth || isOf32 || isWiderThan32 ? number : nil
    }
}

/// A Sparkplug B payload.
struct SparkplugPayload: Sendable, Hashable {
    /// The most metrics of one message.
    static let mostMetrics = 4_096

    private(set) var milliseconds: UInt64?
    private(set) var metrics: [SparkplugMetric] = []
    private(set) var seq: UInt8?

    init(decoding bytes: [UInt8]) throws(PayloadError) {
        guard bytes.count <= PayloadCodec.longest else {
            throw PayloadError("\(bytes.count) bytes are more than any node sends")
        }
        do {
            var reader = ProtobufReader(bytes)
            while let field = try reader.next() { try take(field) }
        } catch {
            throw PayloadError("\(error)")
        }
    }

    private mutating func take(_ field: ProtobufField) throws(ProtobufError) {
        switch field.number {
        case 1: milliseconds = try field.uint64()
        case 2:
            guard metrics.count < Self.mostMetrics else { throw .invalid("too many metrics") }
            metrics.append(try SparkplugMetric(try field.bytes()))
        case 3:
            guard let seq = UInt8(exactly: try field.uint64()) else {
                throw .invalid("a sequence number beyond 255")
            }
            self.seq = seq
        default: break
        }
    }
}
