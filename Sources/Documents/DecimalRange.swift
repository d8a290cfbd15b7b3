/// The bounds of a decimal number, both of them inside; counted in thousandths, so that they are exact.
package struct DecimalRange: Hashable, Sendable, CustomStringConvertible {
    /// Thousandths.
    package let bounds: ClosedRange<Int64>

    package init(thousandths bounds: ClosedRange<Int64>) { self.bounds = bounds }

    /// From one whole number to another.
    package init(_ whole: ClosedRange<Int64>) {
        bounds = whole.lowerBound * 1000...whole.upperBound * 1000
    }

    package var lowest: String { Self.written(bounds.lowerBound) }
    package var highest: String { Self.written(bounds.upperBound) }
    package var description: String { "\(lowest) to \(highest)" }

    /// Whether `mantissa` times ten to the `exponent` is inside; never through binary floating point.
    package func contains(_ mantissa: Int64, exponent: Int) -> Bool {
        // What is left below a thousandth decides only at the upper bound.
        var (whole, hasRest) = (mantissa, false)
        for _ in 0..<Swift.max(0, -3 - exponent) {
            let down = whole >> 63
            let next = (whole - down) / 10 + down
            hasRest = hasRest || next * 10 != whole
            whole = next
        }
        for _ in 0..<Swift.max(0, exponent + 3) where whole != 0 {
            let (next, isTooLarge) = whole.multipliedReportingOverflow(by: 10)
            if isTooLarge { return false }
            whole = next
        }
        return whole >= bounds.lowerBound
            && (whole < bounds.upperBound || whole == bounds.upperBound && !hasRest)
    }

    private static func written(_ thousandths: Int64) -> String {
        let (whole, rest) = thousandths.quotientAndRemainder(dividingBy: 1000)
        guard rest != 0 else { return String(whole) }
        let digits = String(1000 + rest.magnitude).dropFirst()
        return (thousandths < 0 ? "-" : "") + "\(whole.magnitude)."
            + digits.reversed().drop { $0 == "0" }.reversed()
    }
}
