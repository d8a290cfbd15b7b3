package import Intake

/// Where the decimal point of a weight comes from.
package enum PointRule: Sendable, Hashable {
    /// The device does not say; the site's configuration does.
    case site
    /// The model always has as many: the power of ten a count is worth.
    case fixed(Int)
    /// The device says, by a number in its registers.
    case numbered(StatusField, [UInt64: Int])
    /// The device says, by one bit out of several; none or two of them say nothing.
    case oneHot(value: String, [Int: Int])

    /// The power of ten a count is worth, by the device's own word; nil where it says nothing.
    func exponent(in words: StatusWords) -> Int? {
        switch self {
        case .site: return nil
        case .fixed(let exponent): return exponent
        case .numbered(let field, let exponents):
            return field.number(in: words).flatMap { exponents[$0] }
        case .oneHot(let value, let exponents):
            guard let word = words[value] else { return nil }
            let set = exponents.filter { word >> UInt64($0.key) & 1 == 1 }
            return set.count == 1 ? set.first?.value : nil
        }
    }

    /// The value it is taken from, if any.
    var source: String? {
        switch self {
        case .site, .fixed: nil
        case .numbered(let field, _): field.value
        case .oneHot(let value, _): value
        }
    }
}

/// Where the unit of a weight comes from.
package enum UnitRule: Sendable, Hashable {
    /// The device does not say; the site's configuration does.
    case site
    case fixed(MassUnit)
    /// The device says, by a number in its registers.
    case numbered(StatusField, [UInt64: MassUnit])

    /// The unit by the device's own word; nil where it says nothing that is known.
    func unit(in words: StatusWords) -> MassUnit? {
        switch self {
        case .site: nil
        case .fixed(let unit): unit
        case .numbered(let field, let units): field.number(in: words).flatMap { units[$0] }
        }
    }

    /// The value it is taken from, if any.
    var source: String? {
        if case .numbered(let field, _) = self { field.value } else { nil }
    }
}
