/// Writes a protobuf message the way CometBFT's encoder does (proto3, gogoproto).
///
/// Fields come out in the order of the calls, so call in the order of their numbers. Zero
/// numbers and empty bytes are left out; a sub-message is always written, also when it is empty.
/// A sub-message that may be absent is left out by not calling `message`.
package struct ProtobufWriter: Sendable {
    /// The message so far.
    package private(set) var bytes: [UInt8] = []

    /// Starts an empty message.
    package init() {}

    /// Writes an unsigned integer, boolean or enum; nothing when it is 0.
    package mutating func varint(field: Int, _ value: UInt64) {
        guard value != 0 else { return }
        tag(field, 0)
        ProtobufWriter.append(value, to: &bytes)
    }

    /// Writes an int32, int64 or enum (two's complement, 10 bytes when negative).
    ///
    /// Nothing when it is 0.
    package mutating func int64(field: Int, _ value: Int64) {
        varint(field: field, UInt64(bitPattern: value))
    }

    /// Writes an sfixed64, 8 bytes little endian; nothing when it is 0.
    package mutating func sfixed64(field: Int, _ value: Int64) {
        guard value != 0 else { return }
        tag(field, 1)
        let bits = UInt64(bitPattern: value)
        for place in UInt64(0)..<8 {
            bytes.append(UInt8(truncatingIfNeeded: bits >> (8 * place)))
        }
    }

    /// Writes bytes; nothing when there are none.
    package mutating func bytes(field: Int, _ value: [UInt8]) {
        guard !value.isEmpty else { return }
        message(field: field, value)
    }

    /// Writes a text; nothing when it is empty.
    package mutating func string(field: Int, _ value: String) {
        bytes(field: field, [UInt8](value.utf8))
    }

    /// Writes a sub-message, a oneof member or one of repeated bytes, also when it is empty.
    package mutating func message(field: Int, _ value: [UInt8]) {
        // No room is reserved: it would be just enough, and the next call would copy all again.
        tag(field, 2)
        ProtobufWriter.append(UInt64(value.count), to: &bytes)
        bytes += value
    }

    /// The bytes of a bare variable-length integer.
    package static func varint(_ value: UInt64) -> [UInt8] {
        var bytes: [UInt8] = []
        append(value, to: &bytes)
        return bytes
    }

    /// A message with its length before it, as in a stream or under a signature.
    package static func delimited(_ message: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(message.count + 10)
        append(UInt64(message.count), to: &bytes)
        bytes += message
        return bytes
    }

    private mutating func tag(_ field: Int, _ wireType: UInt64) {
        precondition((1...ProtobufField.lastNumber).contains(field), "no such field: \(field)")
        ProtobufWriter.append(UInt64(field) << 3 | wireType, to: &bytes)
    }

    private static func append(_ value: UInt64, to bytes: inout [UInt8]) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }
}
