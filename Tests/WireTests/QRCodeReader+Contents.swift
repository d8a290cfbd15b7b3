extension QRCodeReader {
    /// The bytes, or the ASCII text, that a message of one segment carries.
    static func contents(of message: [UInt8], version: Int) throws -> [UInt8] {
        var bits = message.flatMap { byte in (0..<8).reversed().map { byte >> $0 & 1 } }[...]
        func take(_ width: Int) -> Int {
            defer { bits = bits.dropFirst(width) }
            return bits.prefix(width).reduce(0) { $0 << 1 | Int($1) }
        }
        let contents: [UInt8]
        switch take(4) {
        case 0b0100:
            contents = (0..<take(version < 10 ? 8 : 16)).map { _ in UInt8(take(8)) }
        case 0b0010:
            let count = take(version < 10 ? 9 : version < 27 ? 11 : 13)
            let pairs = (0..<count / 2).flatMap { _ in
                let pair = take(11)
                return [pair / 45, pair % 45]
            }
            let values = count % 2 == 0 ? pairs : pairs + [take(6)]
            contents = Array(String(values.map { QRDrawing.alphabet[$0] }).utf8)
        case let mode: throw Unreadable(reason: "mode \(mode)")
        }
        // The terminator and the bits after it are zero; whole codewords then alternate.
        let end = bits.prefix(min(bits.count, 4) + max(bits.count - 4, 0) % 8)
        let padding = bits.dropFirst(end.count).enumerated().map { place, bit in
            Int(bit) == (place / 8 % 2 == 0 ? 0xEC : 0x11) >> (7 - place % 8) & 1
        }
        guard end.allSatisfy({ $0 == 0 }), padding.allSatisfy({ $0 }) else {
            throw Unreadable(reason: "padding of \(bits.count) bits")
        }
        return contents
    }
}
