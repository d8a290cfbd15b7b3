/// A QR code (ISO/IEC 18004:2015): bytes or text as a square of dark and light modules.
///
/// The version is the smallest that holds them, the mask the one of least penalty: the same bytes
/// at the same correction make the same code on every machine.
package struct QRCode: Hashable, Sendable {
    /// How large the code is: 1 has 21 modules a side, each next one four more, 40 has 177 (6.3.1).
    package let version: Int
    /// How much of it may be unreadable.
    package let correction: Correction
    /// Which of the eight masks, 0 to 7, lies over the codewords (7.8.2).
    package let mask: Int
    private let modules: [Bool]

    /// How many modules a side has, the quiet zone not counted.
    package var size: Int { QRVersion(number: version).size }

    /// Encodes bytes as they are (byte mode, 7.4.5); nil when not even version 40 holds them.
    ///
    /// Version 40 holds 2,953, 2,331, 1,663 and 1,273 bytes, from the lowest correction to the
    /// highest.
    package init?(_ bytes: [UInt8], correction: Correction = .low) {
        self.init(QRSegment(bytes), correction: correction)
    }

    /// Encodes text; nil when not even version 40 holds it.
    ///
    /// Digits, capitals of A to Z, the blank and `$%*+-./:` take five and a half bits each
    /// (alphanumeric mode, 7.4.4). One other character, and the whole text goes as UTF-8, which
    /// readers recognise although the standard's own guess would be ISO 8859-1.
    package init?(text: String, correction: Correction = .low) {
        let bytes = Array(text.utf8)
        let segment = QRSegment(alphanumeric: bytes) ?? QRSegment(bytes)
        self.init(segment, correction: correction)
    }

    private init?(_ segment: QRSegment, correction: Correction) {
        guard let version = QRVersion.smallest(holding: segment, correction: correction) else {
            return nil
        }
        let blocks = QRBlocks(of: version, correction: correction)
        var grid = QRGrid(version)
        grid.place(blocks.interleaved(segment.codewords(in: version, blocks.messageCount)))
        let masked = grid.masked(correction)
        (mask, modules) = (masked.mask, masked.grid.modules)
        self.version = version.number
        self.correction = correction
    }

    /// Whether a module is dark; column and row count from 0 at the top left.
    ///
    /// All that lies outside the code is light: that is the quiet zone.
    package func isDark(x: Int, y: Int) -> Bool {
        let side = 0..<size
        return side.contains(x) && side.contains(y) && modules[y * size + x]
    }
}
