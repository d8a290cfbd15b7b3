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
