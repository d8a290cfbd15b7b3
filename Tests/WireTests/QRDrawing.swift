import TestKit
import Testing
import Wire

/// A code that another program drew.
struct QRDrawing: Sendable, CustomTestStringConvertible {
    enum Mode { case alphanumeric, byte }

    let mode: Mode
    let seed: UInt64
    let count: Int
    let correction: QRCode.Correction
    let version: Int
    let mask: Int
    /// The modules row by row, eight in two digits, dark as 1, without a gap between rows.
    let rows: String

    var testDescription: String { "version \(version), \(correction), \(mode), \(count)" }

    /// The same contents, drawn by us.
    func ours() throws -> QRCode {
        let code =
            switch mode {
            case .byte: QRCode(Self.bytes(seed: seed, count), correction: correction)
            case .alphanumeric: QRCode(text: Self.text(seed: seed, count), correction: correction)
            }
        return try #require(code)
    }

    /// The bytes that a seed makes.
    static func bytes(seed: UInt64, _ count: Int) -> [UInt8] {
        var generator = SeededGenerator(seed: seed)
        return (0..<count).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
    }

    /// The characters of the alphanumeric mode, in the order of their values.
    static let alphabet = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")

    /// The text that a seed makes.
    static func text(seed: UInt64, _ count: Int) -> String {
        var generator = SeededGenerator(seed: seed)
        return String((0..<count).map { _ in alphabet[Int(generator.next() % 45)] })
    }

    /// A code's modules, packed as `rows` has them.
    static func packed(_ code: QRCode) -> [UInt8] {
        var bytes: [UInt8] = []
        for index in 0..<code.size * code.size {
            if index.isMultiple(of: 8) { bytes.append(0) }
            guard code.isDark(x: index % code.size, y: index / code.size) else { continue }
            bytes[index / 8] |= 0x80 >> UInt8(index % 8)
        }
        return bytes
    }
}
