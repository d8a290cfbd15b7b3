import Testing
import Wire

@Suite("QR codes as text")
struct QRCodeTextTests {
    private static let colours = "\u{1B}[30;47m"
    private static let reset = "\u{1B}[0m"
    private static let halves: [Character: (Bool, Bool)] = [
        "\u{2588}": (true, true), "\u{2580}": (true, false), "\u{2584}": (false, true),
        " ": (false, false),
    ]

    /// The rows of modules that a code has with its quiet zone.
    private static func rows(of code: QRCode) -> [[Bool]] {
        (-4..<code.size + 4).map { y in
            (-4..<code.size + 4).map { x in code.isDark(x: x, y: y) }
        }
    }

    @Test(
        "a terminal shows every module and four light ones around", arguments: [0, 100, 425, 600])
    func terminal(count: Int) throws {
        let code = try #require(QRCode(QRDrawing.bytes(seed: 9, count)))
        var shown: [[Bool]] = []
        for line in code.terminalText.split(separator: "\n", omittingEmptySubsequences: false) {
            #expect(line.hasPrefix(Self.colours) && line.hasSuffix(Self.reset))
            let cells = line.dropFirst(Self.colours.count).dropLast(Self.reset.count)
            #expect(cells.count == code.terminalColumns)
            let pairs = try cells.map { try #require(Self.halves[$0]) }
            shown += [pairs.map(\.0), pairs.map(\.1)]
        }
        #expect(shown.last?.contains(true) == false)
        #expect(Array(shown.dropLast()) == Self.rows(of: code))
    }

    @Test("a file shows every module and four light ones around")
    func ascii() throws {
        let code = try #require(QRCode(text: "WEIGHPOST"))
        let rows = Self.rows(of: code).map { row in row.map { $0 ? "##" : "  " }.joined() }
        #expect(code.asciiText == rows.joined(separator: "\n"))
        #expect(code.asciiText.split(separator: "\n").allSatisfy { $0.count == 58 })
    }

    @Test("80 columns show 425 bytes, or 619 characters of the small alphabet")
    func width() throws {
        let bytes = QRDrawing.bytes(seed: 9, 425)
        #expect(QRCode(bytes)?.terminalColumns == 77)
        #expect(QRCode(bytes + [0])?.terminalColumns == 81)
        #expect(QRCode(text: QRDrawing.text(seed: 9, 619))?.terminalColumns == 77)
        #expect(QRCode(text: QRDrawing.text(seed: 9, 620))?.terminalColumns == 81)
    }

    @Test("outside a code all is light")
    func outside() throws {
        let code = try #require(QRCode([1, 2, 3]))
        #expect(code.isDark(x: 0, y: 0) && code.isDark(x: 20, y: 0) && code.isDark(x: 0, y: 20))
        for (x, y) in [(-1, 0), (0, -1), (21, 0), (0, 21), (.min, .max)] {
            #expect(!code.isDark(x: x, y: y))
        }
    }
}
