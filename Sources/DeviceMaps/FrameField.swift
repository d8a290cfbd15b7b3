/// Where something stands in a frame: so many bytes from a place counted from 0.
package struct FrameField: Sendable, Hashable {
    package let at: Int
    package let width: Int

    package init(at: Int, width: Int) {
        precondition(at >= 0 && width > 0, "a field has a place and a width")
        (self.at, self.width) = (at, width)
    }

    /// The first place behind the field.
    var end: Int { at + width }

    /// Its bytes; nil where the frame is too short.
    func bytes(in frame: [UInt8]) -> ArraySlice<UInt8>? {
        end <= frame.count ? frame[at..<end] : nil
    }
}

/// Some bits of one byte of a frame, as a number.
package struct FrameBits: Sendable, Hashable {
    package let at: Int
    /// 0 is the least significant bit.
    package let bits: ClosedRange<Int>
    /// What the maker adds to the byte to make it printable; taken off before the bits are read.
    package let offset: UInt8

    package init(at: Int, bits: ClosedRange<Int>, offset: UInt8 = 0) {
        precondition(at >= 0 && bits.lowerBound >= 0 && bits.upperBound <= 7, "a byte has 8 bits")
        (self.at, self.bits, self.offset) = (at, bits, offset)
    }

    /// The number in the bits; nil where the frame is too short.
    func value(in frame: [UInt8]) -> Int? {
        guard at < frame.count else { return nil }
        return Int(frame[at] &- offset) >> bits.lowerBound & (1 << bits.count - 1)
    }
}

/// A constant that every frame of the kind holds at its place.
package struct FrameConstant: Sendable, Hashable {
    package let field: FrameField
    package let bytes: [UInt8]
}

/// The bytes without the blanks around them.
func trimmed(_ bytes: some BidirectionalCollection<UInt8>) -> [UInt8] {
    let rest = bytes.drop { $0 == 0x20 }
    return rest.lastIndex { $0 != 0x20 }.map { Array(rest[...$0]) } ?? []
}
