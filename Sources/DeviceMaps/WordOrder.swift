/// In which order a device sends the bytes of a value; A is the most significant.
///
/// Modbus sends each register high byte first; which register of several comes first is left to
/// the maker, and some swap the bytes of a register as well.
package enum WordOrder: String, Sendable, Hashable, CaseIterable {
    /// High word first: what Modbus itself would suggest.
    case abcd = "ABCD"
    /// Low word first.
    case cdab = "CDAB"
    /// High word first, bytes swapped within each word.
    case badc = "BADC"
    /// Low word first, bytes swapped: little-endian throughout.
    case dcba = "DCBA"

    /// Whether the register at the lower address holds the low word.
    var startsWithLowWord: Bool { self == .cdab || self == .dcba }

    /// Whether each register has its two bytes the wrong way round.
    var swapsBytes: Bool { self == .badc || self == .dcba }

    /// The names that fit a value of so many registers; one of another width is a mistake.
    static func names(forWords count: Int) -> [String: WordOrder] {
        switch count {
        case 1: ["AB": .abcd, "BA": .badc]
        case 2: ["ABCD": .abcd, "CDAB": .cdab, "BADC": .badc, "DCBA": .dcba]
        case 4:
            [
                "ABCDEFGH": .abcd, "GHEFCDAB": .cdab, "BADCFEHG": .badc, "HGFEDCBA": .dcba,
            ]
        default: [:]
        }
    }
}
