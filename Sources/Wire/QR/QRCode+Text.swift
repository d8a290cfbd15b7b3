extension QRCode {
    /// The light border on each side that a reader needs, in modules (ISO/IEC 18004, 6.3.8).
    package static let quietZone = 4

    /// How many columns `terminalText` takes; up to version 13 it fits into 80.
    package var terminalColumns: Int { size + 2 * QRCode.quietZone }

    /// The code for a terminal, two modules a character, without a line end after the last line.
    ///
    /// Every line names its colours, black on white, and resets them at its end: a reader wants
    /// dark on light whichever the terminal's own colours are. These are colours 0 and 7, which
    /// every terminal has.
    package var terminalText: String {
        let side = -QRCode.quietZone..<size + QRCode.quietZone
        return stride(from: side.lowerBound, to: side.upperBound, by: 2)
            .map { y in
                let line = side.map { x in halves(isDark(x: x, y: y), isDark(x: x, y: y + 1)) }
                return "\u{1B}[30;47m" + line.joined() + "\u{1B}[0m"
            }
            .joined(separator: "\n")
    }

    /// The code in plain ASCII for a file, `##` for a dark module and two blanks for a light one.
    ///
    /// It scans as dark ink on light paper, where a character is twice as high as it is wide. There
    /// is no line end after the last line.
    package var asciiText: String {
        let side = -QRCode.quietZone..<size + QRCode.quietZone
        return
            side
            .map { y in side.map { x in isDark(x: x, y: y) ? "##" : "  " }.joined() }
            .joined(separator: "\n")
    }

    private func halves(_ upper: Bool, _ lower: Bool) -> String {
        switch (upper, lower) {
        case (true, true): "\u{2588}"
        case (true, false): "\u{2580}"
        case (false, true): "\u{2584}"
        case (false, false): " "
        }
    }
}
