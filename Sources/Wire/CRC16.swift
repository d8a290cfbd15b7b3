/// The checksum of Modbus frames on a serial line (Modbus over Serial Line V1.02, section 6.2.2):
/// polynomial A001 reflected, from FFFF, sent low byte first.
package enum CRC16 {
    /// The checksum of some bytes.
    package static func of(_ bytes: some Sequence<UInt8>) -> UInt16 {
        var sum: UInt16 = 0xFFFF
        for byte in bytes {
            sum ^= UInt16(byte)
            for _ in 0..<8 { sum = sum & 1 == 1 ? sum >> 1 ^ 0xA001 : sum >> 1 }
        }
        return sum
    }

    /// The bytes with their checksum behind them.
    package static func closing(_ bytes: [UInt8]) -> [UInt8] {
        let sum = of(bytes)
        return bytes + [UInt8(sum & 0xFF), UInt8(sum >> 8)]
    }

    /// Whether the last two bytes are the checksum of those before them.
    package static func closes(_ bytes: [UInt8]) -> Bool {
        bytes.count > 2 && closing(Array(bytes.dropLast(2))) == bytes
    }
}
