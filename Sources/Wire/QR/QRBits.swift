/// Bits that become bytes, the most significant first.
struct QRBits: Sendable {
    /// The bytes so far; zeros fill the last one up.
    private(set) var bytes: [UInt8] = []
    /// How many bits were appended.
    private(set) var count = 0

    /// Adds the lowest bits of a value.
    mutating func append(_ value: Int, width: Int) {
        for place in (0..<width).reversed() {
            if count.isMultiple(of: 8) { bytes.append(0) }
            bytes[count / 8] |= UInt8(value >> place & 1) << UInt8(7 - count % 8)
            count += 1
        }
    }
}
