import Documents
import Intake

/// Reads places within a frame that is `length` bytes long.
struct FrameMapContext {
    let length: Int

    /// `at` and `width` of a mapping, within the frame.
    func field(
        _ map: inout DocumentMapping, width fixed: Int? = nil
    ) throws(DocumentError) -> FrameField {
        let at = try place(&map)
        let width: Int
        if let fixed {
            width = fixed
        } else {
            width = Int(try map.int("width", in: 1...Int64(FrameBounds.longest)))
        }
        guard at + width <= length else {
            throw map.error(
                "\(map.what): \(at) and \(width) bytes are beyond the \(length) of "
                    + "the frame")
        }
        return FrameField(at: at, width: width)
    }

    /// `at`, within the frame.
    func place(_ map: inout DocumentMapping) throws(DocumentError) -> Int {
        Int(try map.int("at", in: 0...Int64(length - 1)))
    }

    /// `at`, `bit` or `bits`, and `offset`.
    func bits(_ map: inout DocumentMapping) throws(DocumentError) -> FrameBits {
        let at = try place(&map)
        let offset = UInt8(try map.optionalInt("offset") ?? 0)
        if let bit = try map.optionalInt("bit") {
            return FrameBits(at: at, bits: Int(bit)...Int(bit), offset: offset)
        }
        let node = try map.node("bits")
        let ends = try node.string("bits").split(
            separator: ".", omittingEmptySubsequences: false
        ).map { Int($0) }
        guard ends.count == 3, let low = ends[0], ends[1] == nil, let high = ends[2],
            (0...7).contains(low), (low...7).contains(high)
        else { throw node.error("bits are written as 0..2, lowest first, within 0..7") }
        return FrameBits(at: at, bits: low...high, offset: offset)
    }

    /// Bytes written as hexadecimal digits: `"0D 0A"`.
    static func bytes(_ node: DocumentNode, _ what: String) throws(DocumentError) -> [UInt8] {
        let parts = try node.string(what).split(separator: " ", omittingEmptySubsequences: false)
        let bytes = parts.compactMap { $0.count == 2 ? UInt8($0, radix: 16) : nil }
        guard bytes.count == parts.count, (1...8).contains(bytes.count) else {
            throw node.error("\(what): write 1 to 8 bytes of two hex digits in quotes: \"0D 0A\"")
        }
        return bytes
    }

    /// Printable characters, as they are sent.
    static func text(
        _ node: DocumentNode, _ what: String, width: ClosedRange<Int>
    ) throws(DocumentError) -> [UInt8] {
        let text = Array(try node.string(what).utf8)
        guard text.allSatisfy({ (0x20...0x7E).contains($0) }), width.contains(text.count) else {
            let size = width.count == 1 ? "\(width.lowerBound)" : "\(width)"
            throw node.error("\(what) must have \(size) printable ASCII characters")
        }
        return text
    }

    static let units: [String: MassUnit] = [
        "g": .gram, "kg": .kilogram, "t": .tonne, "lb": .pound,
    ]
}
