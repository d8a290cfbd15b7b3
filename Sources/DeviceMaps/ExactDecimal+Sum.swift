extension ExactDecimal {
    /// The exact sum; nil when it has more digits than 64 bits hold.
    ///
    /// The finer of the two exponents stays, so that a sum says how finely its parts resolve.
    func adding(_ other: ExactDecimal) -> ExactDecimal? {
        let power = min(exponent, other.exponent)
        guard let mine = Self.mantissa(of: self, at: power),
            let others = Self.mantissa(of: other, at: power)
        else { return nil }
        let (sum, overflow) = mine.addingReportingOverflow(others)
        return overflow ? nil : ExactDecimal(mantissa: sum, exponent: power)
    }

    /// The exact product; nil when it has more digits than 64 bits hold.
    func multiplied(by other: ExactDecimal) -> ExactDecimal? {
        let (product, overflow) = mantissa.multipliedReportingOverflow(by: other.mantissa)
        return overflow
            ? nil : ExactDecimal(mantissa: product, exponent: exponent + other.exponent)
    }

    /// The decimal with the fewest digits that rounds to a binary number of the given width.
    ///
    /// What a sensor meant by the double nearest to 23.1 is 23.1, and not the 51 digits that the
    /// double has. Nil for infinities, for what is not a number and beyond 64 bits of digits.
    init?(shortest number: some BinaryFloatingPoint & LosslessStringConvertible) {
        guard number.isFinite else { return nil }
        let text = String(number)
        // A point and a zero are how a whole number is printed, not a digit the sensor resolved.
        self.init(text.hasSuffix(".0") ? String(text.dropLast(2)) : text)
    }

    private static func mantissa(of number: ExactDecimal, at power: Int) -> Int64? {
        var mantissa = number.mantissa
        guard mantissa != 0 else { return 0 }
        guard number.exponent - power < 19 else { return nil }
        for _ in power..<number.exponent {
            let (product, overflow) = mantissa.multipliedReportingOverflow(by: 10)
            guard !overflow else { return nil }
            mantissa = product
        }
        return mantissa
    }
}
