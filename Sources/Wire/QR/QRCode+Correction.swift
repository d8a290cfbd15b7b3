extension QRCode {
    /// The four levels of error correction (ISO/IEC 18004, 7.5.1).
    package enum Correction: Int, CaseIterable, Hashable, Sendable {
        /// L: readable with about 7 % of the codewords lost; right for a screen.
        case low
        /// M: about 15 %.
        case medium
        /// Q: about 25 %.
        case quartile
        /// H: about 30 %.
        case high

        /// How the format information writes the level (7.9.1, Table 12).
        var indicator: Int {
            switch self {
            case .low: 0b01
            case .medium: 0b00
            case .quartile: 0b11
            case .high: 0b10
            }
        }
    }
}
