/// A decimal number as it was written: `mantissa` × 10^`exponent`, nothing rounded.
package struct ExactDecimal: Sendable, Hashable {
    package let mantissa: Int64
    package let exponent: Int

    package init(mantissa: Int64, exponent: Int) {
        (self.mantissa, self.exponent) = (mantissa, exponent)
    }

    /// Reads a number in the grammar of JSON (RFC 8259 section 6).
    ///
    /// Trailing zeros stay: "12.40" is 1240 × 10⁻², which says how finely the sensor resolves. Nil
    /// for other text, for a mantissa beyond 64 bits, and for an exponent beyond ±64.
    package init?(_ text: String) {
        guard let parts = Self.parts(of: text), let power = Int(parts.power),
            (-64...64).contains(power)
        else { return nil }
        let exponent = power - parts.fraction.count
        guard (-64...64).contains(exponent),
            let mantissa = Int64(parts.sign + parts.whole + parts.fraction)
        else { return nil }
        self.init(mantissa: mantissa, exponent: exponent)
    }

    /// Whether a text is a number of JSON, of whatever size.
    static func isNumber(_ text: String) -> Bool {
        parts(of: text) != nil
    }

    private struct Parts {
        var sign = ""
        var whole: Substring = ""
        var fraction: Substring = ""
        var power = "0"
    }

    private static func parts(of text: String) -> Parts? {
        var rest = Substring(text)
        var parts = Parts()
        if rest.first == "-" { parts.sign = String(rest.removeFirst()) }
        parts.whole = digits(&rest)
        guard parts.whole == "0" || (!parts.whole.isEmpty && parts.whole.first != "0") else {
            return nil
        }
        if rest.first == "." {
            rest.removeFirst()
            parts.fraction = digits(&rest)
            guard !parts.fraction.isEmpty else { return nil }
        }
        if rest.first == "e" || rest.first == "E" {
            rest.removeFirst()
            let isSigned = rest.first == "-" || rest.first == "+"
            let sign = isSigned ? String(rest.removeFirst()) : ""
            let size = digits(&rest)
            guard !size.isEmpty else { return nil }
            parts.power = sign + size
        }
        return rest.isEmpty ? parts : nil
    }

    /// How many units of 10^`power` the number is, the nearest, ties to even; nil on overflow.
    package func rounded(to power: Int) -> Int64? {
        guard exponent < power else { return widened(to: power).flatMap(Int64.init(exactly:)) }
        let unit = Self.tens(power - exponent)
        let (quotient, remainder) = Int128(mantissa).quotientAndRemainder(dividingBy: unit)
        let (twice, whole) = (2 * remainder.magnitude, unit.magnitude)
        guard twice > whole || (twice == whole && !quotient.isMultiple(of: 2)) else {
            return Int64(exactly: quotient)
        }
        return Int64(exactly: quotient + (mantissa < 0 ? -1 : 1))
    }

    /// How many whole units of 10^`power` fit below the number; nil on overflow.
    package func floored(to power: Int) -> Int64? {
        guard exponent < power else { return widened(to: power).flatMap(Int64.init(exactly:)) }
        let unit = Self.tens(power - exponent)
        let (quotient, remainder) = Int128(mantissa).quotientAndRemainder(dividingBy: unit)
        return Int64(exactly: remainder < 0 ? quotient - 1 : quotient)
    }

    /// Whether the number is less than another, however either was written.
    package func isLess(than other: ExactDecimal) -> Bool {
        // Bring both to the finer exponent; one too great for 128 bits there decides by its sign.
        let power = min(exponent, other.exponent)
        switch (widened(to: power), other.widened(to: power)) {
        case (let mine?, let others?): return mine < others
        case (nil, _): return mantissa < 0
        case (_, nil): return other.mantissa > 0
        }
    }

    private func widened(to power: Int) -> Int128? {
        guard mantissa != 0 else { return 0 }
        guard exponent - power <= 38 else { return nil }
        let (product, overflow) = Int128(mantissa)
            .multipliedReportingOverflow(by: Self.tens(exponent - power))
        return overflow ? nil : product
    }

    /// 10^`power`; beyond 10^38, which is more than any mantissa here, 10^38 serves as well.
    private static func tens(_ power: Int) -> Int128 {
        (0..<min(power, 38)).reduce(1) { product, _ in product * 10 }
    }

    private static func digits(_ text: inout Substring) -> Substring {
        let digits = text.prefix { $0.isASCII && $0.isWholeNumber }
        text = text.dropFirst(digits.count)
        return digits
    }
}
