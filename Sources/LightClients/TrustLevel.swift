/// How much of a known validator set must have signed a later header: at least 1/3, at most all.
package struct TrustLevel: Hashable, Sendable, CustomStringConvertible {
    /// One third: at least one honest validator is among the signers.
    package static let third = TrustLevel(checkedNumerator: 1, denominator: 3)

    /// Two thirds: what a block itself needs.
    package static let twoThirds = TrustLevel(checkedNumerator: 2, denominator: 3)

    /// Above the line.
    package let numerator: Int64
    /// Below the line.
    package let denominator: Int64

    private init(checkedNumerator numerator: Int64, denominator: Int64) {
        self.numerator = numerator
        self.denominator = denominator
    }

    /// A level; nil unless it lies between 1/3 and 1.
    package init?(numerator: Int64, denominator: Int64) {
        guard denominator > 0, numerator <= denominator,
            Int128(numerator) * 3 >= Int128(denominator)
        else { return nil }
        self.init(checkedNumerator: numerator, denominator: denominator)
    }

    package var description: String { "\(numerator)/\(denominator)" }

    /// Whether a power is strictly more than this share of a total.
    func isExceeded(by power: Int64, of total: Int64) -> Bool {
        // 128 bits: a numerator near 2^63 times a power near 2^60 fits no Int64.
        Int128(power) * Int128(denominator) > Int128(total) * Int128(numerator)
    }
}
