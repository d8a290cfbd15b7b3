package import Intake

/// What the site knows of its indicator and the indicator does not say: where the point stands.
package struct ScaleSettings: Sendable, Hashable {
    /// The power of ten a count is worth, within `ShownWeight.exponents`; 0 for whole units.
    package let exponent: Int
    package let unit: MassUnit

    package init(exponent: Int, unit: MassUnit) {
        precondition(ShownWeight.exponents.contains(exponent), "no display shows that")
        (self.exponent, self.unit) = (exponent, unit)
    }
}
