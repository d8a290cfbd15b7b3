/// One of the forty sizes of a QR code, and what follows from it (ISO/IEC 18004, 6.3).
struct QRVersion: Hashable, Sendable {
    static let numbers = 1...40

    let number: Int

    /// The first version that has room; nil when none has.
    static func smallest(holding segment: QRSegment, correction: QRCode.Correction) -> QRVersion? {
        numbers.lazy.map(QRVersion.init(number:)).first { version in
            let blocks = QRBlocks(of: version, correction: correction)
            return segment.bitCount(in: version) <= 8 * blocks.messageCount
        }
    }

    /// How many modules a side has (6.3.1).
    var size: Int { 17 + 4 * number }

    /// From version 7 on a code says its version (7.10).
    var isWritten: Bool { number >= 7 }

    /// How many codewords there is room for: what the function patterns leave (6.3.7, Table 1).
    var codewordCount: Int {
        let finders = 3 * 8 * 8
        let timing = 2 * (size - 16)
        let information = 31 + (isWritten ? 2 * 18 : 0)
        return (size * size - finders - timing - information - alignmentModuleCount) / 8
    }

    /// The modules that only alignment patterns have: where one crosses a timing pattern, five
    /// are that one's already.
    private var alignmentModuleCount: Int {
        let count = alignmentCentres.count
        return count == 0 ? 0 : 25 * (count * count - 3) - 2 * 5 * (count - 2)
    }

    /// The columns, and likewise the rows, in which alignment patterns have their centres.
    var alignmentCentres: [Int] {
        number == 1 ? [] : [6] + QRVersion.inner[number] + [size - 7]
    }

    /// Annex E, without the first and the last of each row: those follow from the size.
    private static let inner: [[Int]] = [
        [], [], [], [], [], [], [],
        [22], [24], [26], [28], [30], [32], [34],
        [26, 46], [26, 48], [26, 50], [30, 54], [30, 56], [30, 58], [34, 62],
        [28, 50, 72], [26, 50, 74], [30, 54, 78], [28, 54, 80], [32, 58, 84], [30, 58, 86],
        [34, 62, 90],
        [26, 50, 74, 98], [30, 54, 78, 102], [26, 52, 78, 104], [30, 56, 82, 108],
        [34, 60, 86, 112], [30, 58, 86, 114], [34, 62, 90, 118],
        [30, 54, 78, 102, 126], [24, 50, 76, 102, 128], [28, 54, 80, 106, 132],
        [32, 58, 84, 110, 136], [26, 54, 82, 110, 138], [30, 58, 86, 114, 142],
    ]
}
