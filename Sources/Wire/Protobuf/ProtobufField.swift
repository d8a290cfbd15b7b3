/// One field of a protobuf message, with typed views that check.
package struct ProtobufField: Hashable, Sendable {
    /// A field's content by wire type.
    package enum Value: Hashable, Sendable {
        /// A variable-length integer.
        case varint(UInt64)
        /// 8 bytes, little endian.
        case fixed64(UInt64)
        /// Bytes, a text or a sub-message.
        case bytes([UInt8])
        /// 4 bytes, little endian.
        case fixed32(UInt32)
    }

    /// The highest field number of protobuf.
    static let lastNumber = 1 << 29 - 1

    /// The field's number.
    package let number: Int
    /// The field's content.
    package let value: Value

    /// A uint64.
    package func uint64() throws(ProtobufError) -> UInt64 {
        guard case .varint(let value) = value else { throw mismatch("an integer") }
        return value
    }

    /// An int64.
    package func int64() throws(ProtobufError) -> Int64 {
        Int64(bitPattern: try uint64())
    }

    /// An int32; an error when it does not fit.
    package func int32() throws(ProtobufError) -> Int32 {
        let wide = try int64()
        guard let narrow = Int32(exactly: wide) else { throw misfit(UInt64(bitPattern: wide)) }
        return narrow
    }

    /// A uint32; an error when it does not fit.
    package func uint32() throws(ProtobufError) -> UInt32 {
        let wide = try uint64()
        guard let narrow = UInt32(exactly: wide) else { throw misfit(wide) }
        return narrow
    }

    /// A boolean; an error when it is neither 0 nor 1.
    package func bool() throws(ProtobufError) -> Bool {
        let wide = try uint64()
        guard wide <= 1 else { throw misfit(wide) }
        return wide == 1
    }

    /// An sfixed64.
    package func sfixed64() throws(ProtobufError) -> Int64 {
        guard case .fixed64(let value) = value else { throw mismatch("8 fixed bytes") }
        return Int64(bitPattern: value)
    }

    /// Bytes, or the bytes of a sub-message.
    package func bytes() throws(ProtobufError) -> [UInt8] {
        guard case .bytes(let value) = value else { throw mismatch("bytes") }
        return value
    }

    /// A text.
    package func string() throws(ProtobufError) -> String {
        guard let text = String(validating: try bytes(), as: UTF8.self) else {
            throw .invalidUTF8(field: number)
        }
        return text
    }

    private func mismatch(_ expected: String) -> ProtobufError {
        .wrongType(field: number, expected: expected)
    }

    private func misfit(_ value: UInt64) -> ProtobufError {
        .outOfRange(field: number, value: value)
    }
}
