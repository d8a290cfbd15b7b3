import Wire

/// The checksum of a frame: how it is computed, over what, and how it is written.
package struct FrameChecksum: Sendable, Hashable {
    /// How the bytes are added up.
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        /// All bytes exclusive-or.
        case xor
        /// The low eight bits of the sum.
        case sum
        /// What makes the low eight bits of the sum zero.
        case negatedSum = "negated_sum"
        /// What makes the low seven bits of the sum zero.
        case negatedSum7 = "negated_sum_7"
        /// CRC-16 as Modbus has it.
        case crc16 = "crc16_modbus"
    }

    /// How the number stands in the frame.
    package enum Coding: String, Sendable, Hashable, CaseIterable {
        /// One byte.
        case byte
        /// Two hexadecimal digits, high one first.
        case hex
        /// Two characters, each 30h and four bits.
        case nibbles
        /// Either of the two: firmware of one model differs.
        case hexOrNibbles = "hex_or_nibbles"
        /// A decimal number, right-aligned.
        case decimal
    }

    package let kind: Kind
    package let coding: Coding
    /// The first byte that counts.
    package let from: Int
    /// The last byte that counts; negative from the end, -1 the last byte of the frame.
    package let to: Int
    /// Where the checksum begins; negative from the end.
    package let at: Int
    /// How many bytes it has.
    package let width: Int

    /// Whether a frame of that length has room for it.
    func fits(length: Int) -> Bool {
        let (last, place) = (last(of: length), place(in: length))
        return from <= last && last < length && place >= 0 && place + width <= length
    }

    private func last(of length: Int) -> Int { to < 0 ? length + to : to }

    private func place(in length: Int) -> Int { at < 0 ? length + at : at }

    /// Whether the frame, already masked, carries the checksum its bytes need.
    func holds(in frame: [UInt8]) -> Bool {
        guard fits(length: frame.count) else { return false }
        let (last, place) = (last(of: frame.count), place(in: frame.count))
        let sum = value(of: frame[from...last])
        let written = Array(frame[place..<place + width])
        switch coding {
        case .byte: return written == [UInt8(truncatingIfNeeded: sum)]
        case .hex: return written == Self.hex(sum)
        case .nibbles: return written == Self.nibbles(sum)
        case .hexOrNibbles: return written == Self.hex(sum) || written == Self.nibbles(sum)
        case .decimal: return Array(written.drop { $0 == 0x20 }) == Array(String(sum).utf8)
        }
    }

    /// The checksum of some bytes.
    func value(of bytes: some Sequence<UInt8>) -> UInt16 {
        switch kind {
        case .xor: UInt16(bytes.reduce(0, ^))
        case .sum: UInt16(bytes.reduce(0, &+))
        case .negatedSum: UInt16(0 &- bytes.reduce(0, &+))
        case .negatedSum7: UInt16((0 &- bytes.reduce(0, &+)) & 0x7F)
        case .crc16: CRC16.of(bytes)
        }
    }

    /// Two hexadecimal digits in capitals.
    static func hex(_ value: UInt16) -> [UInt8] {
        nibbles(value).map { $0 <= 0x39 ? $0 : $0 + 7 }
    }

    private static func nibbles(_ value: UInt16) -> [UInt8] {
        [0x30 + UInt8(value >> 4 & 0xF), 0x30 + UInt8(value & 0xF)]
    }
}
