/// A weight as the indicator showed it: digits, place of the point, unit.
///
/// OIML D 31 asks that a copy of a measurement carries what the instrument showed; grams are
/// derived from it and never the other way.
package struct ShownWeight: Hashable, Sendable {
    /// The number without its point.
    package let digits: Int64
    /// The power of ten a digit is worth: 0 for whole units, -1 for one decimal.
    package let exponent: Int
    /// The unit shown.
    package let unit: MassUnit

    /// Exponents that a weighing instrument has.
    package static let exponents = -6...6

    /// What an indicator showed.
    ///
    /// - Precondition: the exponent is one of `exponents`; a decoder checks before.
    package init(digits: Int64, exponent: Int, unit: MassUnit) {
        precondition(ShownWeight.exponents.contains(exponent), "no display shows that")
        (self.digits, self.exponent, self.unit) = (digits, exponent, unit)
    }

    /// No scale weighs more than this: 10^15 g.
    private static let heaviest: Int64 = 1_000_000_000_000_000

    /// The weight in whole grams, rounded half to even; nil when it is beyond any scale.
    package var mass: Mass? {
        var (numerator, denominator) = unit.grams
        for _ in 0..<max(0, exponent) { numerator *= 10 }
        for _ in 0..<max(0, -exponent) { denominator *= 10 }
        let (product, overflows) = digits.multipliedReportingOverflow(by: numerator)
        guard !overflows else { return nil }
        let grams = ShownWeight.halfEven(product, denominator)
        guard grams.magnitude <= ShownWeight.heaviest.magnitude else { return nil }
        return .grams(grams)
    }

    /// Division that rounds to the nearest whole number, and from the middle to the even one.
    private static func halfEven(_ value: Int64, _ divisor: Int64) -> Int64 {
        let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
        let twice = 2 * abs(remainder)
        guard twice > divisor || (twice == divisor && !quotient.isMultiple(of: 2)) else {
            return quotient
        }
        return quotient + (value < 0 ? -1 : 1)
    }
}

extension ShownWeight: CustomStringConvertible {
    /// The number as on the display, with its unit.
    package var description: String {
        let sign = digits < 0 ? "-" : ""
        var text = String(digits.magnitude)
        if exponent > 0, digits != 0 { text += String(repeating: "0", count: exponent) }
        if exponent < 0 {
            let decimals = -exponent
            if text.count <= decimals {
                text = String(repeating: "0", count: decimals + 1 - text.count) + text
            }
            text.insert(".", at: text.index(text.endIndex, offsetBy: -decimals))
        }
        return "\(sign)\(text) \(unit.symbol)"
    }
}
