/// The type plate of a scale: its intervals and its range (OIML R 76-1, 3).
package struct ScaleInterval: Hashable, Sendable {
    /// The verification scale interval: what legal tolerances are counted in.
    package let e: Mass
    /// The actual scale interval: the step of the display.
    package let d: Mass
    /// The heaviest load.
    package let max: Mass
    /// The lightest load.
    package let min: Mass

    /// A type plate; nil when an interval is not positive or the range is empty.
    package init?(e: Mass, d: Mass, max: Mass, min: Mass) {
        guard e > .zero, d > .zero, d <= e, min >= .zero, max > min else { return nil }
        (self.e, self.d, self.max, self.min) = (e, d, max, min)
    }
}
