/// What the indicator's own memory kept of a weighing.
package struct AlibiRecord: Hashable, Sendable {
    /// The number it is kept under.
    package let number: Int64
    /// The weight as it was read back; nil where the indicator does not tell it.
    package let weight: ShownWeight?

    /// A weighing as an indicator keeps it.
    package init(number: Int64, weight: ShownWeight?) {
        (self.number, self.weight) = (number, weight)
    }
}
