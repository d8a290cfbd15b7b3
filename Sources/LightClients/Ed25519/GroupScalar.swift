/// A number below the order of Ed25519's group, 2^252 + 27742317777372353535851937790883648493.
struct GroupScalar {
    /// How many bits such a number has.
    static let bitCount = 253

    private static let order = GroupScalar(
        high: 1 << 124, low: 27_742_317_777_372_353_535_851_937_790_883_648_493)

    private var high: UInt128
    private var low: UInt128

    private init(high: UInt128, low: UInt128) {
        (self.high, self.low) = (high, low)
    }

    /// Takes 32 bytes, low byte first; nil when they are not below the order.
    init?(littleEndian bytes: [UInt8]) {
        precondition(bytes.count == 32, "a scalar has 32 bytes")
        self.init(high: 0, low: 0)
        for byte in bytes.reversed() {
            high = high << 8 | low >> 120
            low = low << 8 | UInt128(byte)
        }
        guard isBelowOrder else { return nil }
    }

    /// Takes any number of bytes, low byte first, and keeps the rest after dividing by the order.
    init(reducing bytes: [UInt8]) {
        self.init(high: 0, low: 0)
        for byte in bytes.reversed() {
            for bit in (0..<8).reversed() {
                high = high << 1 | low >> 127
                low = low << 1 | UInt128(byte >> UInt8(bit) & 1)
                if !isBelowOrder { subtractOrder() }
            }
        }
    }

    /// Whether a bit is set; bit 0 is the lowest.
    func isSet(_ bit: Int) -> Bool {
        (bit < 128 ? low >> UInt128(bit) : high >> UInt128(bit - 128)) & 1 == 1
    }

    private var isBelowOrder: Bool {
        let order = GroupScalar.order
        return high == order.high ? low < order.low : high < order.high
    }

    private mutating func subtractOrder() {
        let (rest, borrow) = low.subtractingReportingOverflow(GroupScalar.order.low)
        low = rest
        high -= GroupScalar.order.high + (borrow ? 1 : 0)
    }
}
