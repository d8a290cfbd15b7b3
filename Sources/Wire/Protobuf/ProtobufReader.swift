/// Reads the fields of a protobuf message one after the other, in the order of the bytes.
///
/// Integers must be in their shortest form; groups are refused. Fields that occur twice are
/// handed out twice: the caller decides.
package struct ProtobufReader: Sendable {
    private var reader: ByteReader

    /// Starts on a message.
    package init(_ bytes: [UInt8]) {
        reader = ByteReader(bytes)
    }

    /// Whether every field was read.
    package var isAtEnd: Bool { reader.isAtEnd }

    /// The next field; nil at the end of the message.
    package mutating func next() throws(ProtobufError) -> ProtobufField? {
        guard !reader.isAtEnd else { return nil }
        let offset = reader.position
        let tag = try varint(offset)
        guard let number = Int(exactly: tag >> 3), (1...ProtobufField.lastNumber).contains(number)
        else { throw .badTag(offset: offset, tag: tag) }
        do {
            switch tag & 7 {
            case 0: return ProtobufField(number: number, value: .varint(try varint(offset)))
            case 1:
                let value = try reader.readLittleEndian(8)
                return ProtobufField(number: number, value: .fixed64(value))
            case 2:
                let count = Int(clamping: try varint(offset))
                return ProtobufField(number: number, value: .bytes(try reader.read(count)))
            case 5:
                let value = UInt32(truncatingIfNeeded: try reader.readLittleEndian(4))
                return ProtobufField(number: number, value: .fixed32(value))
            default: throw ProtobufError.badTag(offset: offset, tag: tag)
            }
        } catch let error as ProtobufError {
            throw error
        } catch {
            throw .truncated(offset: offset)
        }
    }

    /// Reads a message with its length before it.
    package mutating func delimited() throws(ProtobufError) -> [UInt8] {
        let offset = reader.position
        let count = Int(clamping: try varint(offset))
        do {
            return try reader.read(count)
        } catch {
            throw .truncated(offset: offset)
        }
    }

    private mutating func varint(_ offset: Int) throws(ProtobufError) -> UInt64 {
        var value: UInt64 = 0
        for place in UInt64(0)..<10 {
            guard let byte = nextByte() else { throw .truncated(offset: offset) }
            guard place < 9 || byte <= 1 else { throw .badVarint(offset: offset) }
            value |= UInt64(byte & 0x7f) << (7 * place)
            guard byte < 0x80 else { continue }
            guard byte != 0 || place == 0 else { throw .badVarint(offset: offset) }
            return value
        }
        throw .badVarint(offset: offset)
    }

    private mutating func nextByte() -> UInt8? {
        do {
            return try reader.readByte()
        } catch {
            return nil
        }
    }
}
