/// What stands in the registers of a value.
package enum ValueType: String, Sendable, Hashable, CaseIterable {
    case int16, uint16, int32, uint32, int64, uint64
    /// IEEE 754 binary numbers.
    case float32, float64
    /// Decimal digits, four bits each.
    case bcd16, bcd32
    /// Bits of a coil or discrete table, the first one least significant.
    case bits
    /// Two characters a register, the first in the high byte.
    case string

    /// How many registers the value fills; nil where the map has to say.
    var fixedWordCount: Int? {
        switch self {
        case .int16, .uint16, .bcd16: 1
        case .int32, .uint32, .float32, .bcd32: 2
        case .int64, .uint64, .float64: 4
        case .bits, .string: nil
        }
    }

    /// Whether it never is below zero by itself.
    var isSize: Bool {
        [.uint16, .uint32, .uint64, .bcd16, .bcd32].contains(self)
    }

    /// Whether it is a whole number.
    var isWhole: Bool { isNumber && self != .float32 && self != .float64 }

    /// Whether single bits of it mean something.
    var hasBits: Bool { isWhole || self == .bits }

    /// Whether it can be a weight.
    var isNumber: Bool { self != .bits && self != .string }
}

/// A value as its registers say it.
package enum RegisterValue: Sendable, Hashable {
    case whole(Int64)
    case real(Double)
    case text(String)
    /// The registers hold no value of the type: a NaN, a digit above 9, a number beyond 64 bits.
    case senseless

    /// The whole number; nil for anything else.
    package var wholeNumber: Int64? {
        if case .whole(let number) = self { number } else { nil }
    }
}

extension RegisterValue: CustomStringConvertible {
    package var description: String {
        switch self {
        case .whole(let number): String(number)
        case .real(let number): "\(number)"
        case .text(let text): text
        case .senseless: "senseless"
        }
    }
}
