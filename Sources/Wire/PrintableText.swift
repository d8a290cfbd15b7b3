// Text that others wrote, made fit to be shown: of a bounded length, and without what a terminal
// would obey instead of showing.

extension String {
    /// The beginning of a text, cut between two scalars; what was longer ends in an ellipsis.
    ///
    /// Takes as long for a text of megabytes as for a short one.
    package func cut(toBytes most: Int) -> String {
        guard utf8.count > most else { return self }
        var end = utf8.index(utf8.startIndex, offsetBy: max(0, most))
        // The bytes of a scalar after its first begin with the bits 10.
        while end > utf8.startIndex, utf8[end] & 0b1100_0000 == 0b1000_0000 {
            end = utf8.index(before: end)
        }
        return String(self[..<end]) + "…"
    }

    /// The text with everything escaped that is no sign: controls of terminals (C0, DEL and C1),
    /// line ends, and what turns the direction of writing around or cannot be seen.
    ///
    /// Escaped as in JSON (RFC 8259, 7), so that a line of JSON stays one. Line feeds and
    /// tabulators may be kept, for texts of several lines of our own.
    package func printable(keepingLines: Bool = false) -> String {
        let isFit = unicodeScalars.allSatisfy { String.isSign($0, keepingLines) }
        guard !isFit else { return self }
        var shown = ""
        for scalar in unicodeScalars {
            if String.isSign(scalar, keepingLines) {
                shown.unicodeScalars.append(scalar)
            } else {
                for unit in String(scalar).utf16 {
                    let digits = String(unit, radix: 16)
                    shown += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                }
            }
        }
        return shown
    }

    private static func isSign(_ scalar: Unicode.Scalar, _ keepingLines: Bool) -> Bool {
        if (0x20..<0x7f).contains(scalar.value) { return true }
        if keepingLines, scalar == "\n" || scalar == "\t" { return true }
        return switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: false
        default: true
        }
    }
}
