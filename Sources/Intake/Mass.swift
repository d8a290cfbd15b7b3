/// A mass in whole grams.
///
/// The only number a weight is ever kept in; what a display showed beside it is `ShownWeight`.
/// Weights of vehicles stay below 10^15 g (`ShownWeight.mass`), so arithmetic cannot overflow.
package struct Mass: Hashable, Comparable, Sendable {
    /// Grams; negative below the zero of the scale.
    package let grams: Int64

    private init(grams: Int64) { self.grams = grams }

    /// Nothing at all.
    package static let zero = Mass(grams: 0)

    /// A mass of whole grams.
    package static func grams(_ grams: Int64) -> Mass { Mass(grams: grams) }

    /// A mass of whole kilograms.
    package static func kilograms(_ kilograms: Int64) -> Mass { Mass(grams: kilograms * 1000) }

    /// The mass without its sign.
    package var magnitude: Mass { Mass(grams: abs(grams)) }

    /// The lighter one.
    package static func < (left: Mass, right: Mass) -> Bool { left.grams < right.grams }

    /// Both together.
    package static func + (left: Mass, right: Mass) -> Mass {
        Mass(grams: left.grams + right.grams)
    }

    /// What the left one is heavier by.
    package static func - (left: Mass, right: Mass) -> Mass {
        Mass(grams: left.grams - right.grams)
    }

    /// So many times the mass.
    package static func * (mass: Mass, factor: Int64) -> Mass {
        Mass(grams: mass.grams * factor)
    }
}

extension Mass: CustomStringConvertible {
    /// Kilograms, with as many decimals as the grams need: `24860 kg`, `0.5 kg`.
    package var description: String {
        let sign = grams < 0 ? "-" : ""
        let (whole, rest) = grams.magnitude.quotientAndRemainder(dividingBy: 1000)
        guard rest != 0 else { return "\(sign)\(whole) kg" }
        var digits = String(rest)
        digits = String(repeating: "0", count: 3 - digits.count) + digits
        while digits.hasSuffix("0") { digits.removeLast() }
        return "\(sign)\(whole).\(digits) kg"
    }
}
