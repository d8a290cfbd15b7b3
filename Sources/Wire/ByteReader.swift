/// Reads bytes from front to back and knows where it stands.
package struct ByteReader: Sendable {
    private let bytes: [UInt8]
    /// How many bytes were read so far.
    package private(set) var position = 0

    /// Starts at the first byte.
    package init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// How many bytes are left.
    package var remaining: Int { bytes.count - position }
    /// Whether nothing is left.
    package var isAtEnd: Bool { position == bytes.count }

    /// Reads one byte.
    package mutating func readByte() throws(ByteReaderError) -> UInt8 {
        try need(1)
        defer { position += 1 }
        return bytes[position]
    }

    /// Reads a number of bytes.
    package mutating func read(_ count: Int) throws(ByteReaderError) -> [UInt8] {
        Array(try slice(count))
    }

    /// Reads a number of bytes without copying them.
    package mutating func slice(_ count: Int) throws(ByteReaderError) -> ArraySlice<UInt8> {
        try need(count)
        defer { position += count }
        return bytes[position..<position + count]
    }

    /// Reads an unsigned integer of 1 to 8 bytes, most significant byte first.
    package mutating func readBigEndian(_ count: Int) throws(ByteReaderError) -> UInt64 {
        precondition((1...8).contains(count), "an integer has 1 to 8 bytes")
        return try slice(count).reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// Reads an unsigned integer of 1 to 8 bytes, least significant byte first.
    package mutating func readLittleEndian(_ count: Int) throws(ByteReaderError) -> UInt64 {
        precondition((1...8).contains(count), "an integer has 1 to 8 bytes")
        return try slice(count).reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// Bytes already read, by their positions.
    func already(_ range: Range<Int>) -> ArraySlice<UInt8> {
        bytes[range]
    }

    private func need(_ count: Int) throws(ByteReaderError) {
        guard count >= 0, count <= remaining else {
            throw ByteReaderError(offset: position, wanted: count, remaining: remaining)
        }
    }
}

/// The bytes ended before what was to be read.
package struct ByteReaderError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Where reading stood.
    package let offset: Int
    /// How many bytes were wanted.
    package let wanted: Int
    /// How many bytes were there.
    package let remaining: Int

    /// An error at a place, with what was wanted and what was there.
    package init(offset: Int, wanted: Int, remaining: Int) {
        self.offset = offset
        self.wanted = wanted
        self.remaining = remaining
    }

    package var description: String {
        "the bytes end too early: \(wanted) wanted at byte \(offset), \(remaining) left; "
            + "fetch or copy them again"
    }
}
