/// The unit an indicator shows.
package enum MassUnit: Int, Hashable, Sendable, CaseIterable {
    case gram = 0
    case kilogram = 1
    case tonne = 2
    /// The avoirdupois pound: 0.45359237 kg exactly (International Yard and Pound Agreement, 1959).
    case pound = 3

    /// How it stands on a ticket.
    package var symbol: String {
        switch self {
        case .gram: "g"
        case .kilogram: "kg"
        case .tonne: "t"
        case .pound: "lb"
        }
    }

    /// The unit in grams, as a fraction.
    var grams: (numerator: Int64, denominator: Int64) {
        switch self {
        case .gram: (1, 1)
        case .kilogram: (1000, 1)
        case .tonne: (1_000_000, 1)
        case .pound: (45_359_237, 100_000)
        }
    }
}
