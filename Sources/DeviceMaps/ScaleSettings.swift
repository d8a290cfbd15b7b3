package import Intake

/// What the site says of its indicator: where the point stands, and in which unit.
///
/// Nil is left to the device; where the device says it as well, both must agree.
package struct ScaleSettings: Sendable, Hashable {
    /// The power of ten a count is worth, within `ShownWeight.exponents`; 0 for whole units.
    package let exponent: Int?
    package let unit: MassUnit?

    package init(exponent: Int? = nil, unit: MassUnit? = nil) {
        precondition(
            exponent.map(ShownWeight.exponents.contains) ?? true, "no display shows that")
        (self.exponent, self.unit) = (exponent, unit)
    }
}
