/// Base64 as RFC 4648 writes it, read strictly: every byte string has exactly one text.
package enum Base64 {
    private static let letters =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
    private static let standard = [UInt8]((letters + "+/").utf8)
    private static let urlSafe = [UInt8]((letters + "-_").utf8)
    private static let padding = UInt8(ascii: "=")

    /// The value of every character of the standard alphabet; 255 for all others.
    private static let values: [UInt8] = {
        var values = [UInt8](repeating: 255, count: 256)
        for (value, character) in standard.enumerated() {
            values[Int(character)] = UInt8(value)
        }
        return values
    }()

    /// The text in the standard alphabet, padded (RFC 4648, section 4).
    package static func encode(_ bytes: [UInt8]) -> String {
        text(of: bytes, alphabet: standard, padded: true)
    }

    /// The text in the alphabet for URLs and file names, without padding (RFC 4648, section 5).
    package static func encodeURL(_ bytes: [UInt8]) -> String {
        text(of: bytes, alphabet: urlSafe, padded: false)
    }

    /// The bytes of a text in the standard alphabet.
    ///
    /// Nil for a missing padding, blanks and line ends, other characters, and for a last
    /// character whose unused bits are not zero (RFC 4648, section 3.5).
    package static func decode(_ text: String) -> [UInt8]? {
        var characters = [UInt8](text.utf8)
        guard characters.count.isMultiple(of: 4) else { return nil }
        for _ in 0..<2 where characters.last == padding { characters.removeLast() }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(characters.count / 4 * 3 + 2)
        let values = values  // once, not for every character
        var bits: UInt32 = 0
        var count = 0
        for character in characters {
            let value = values[Int(character)]
            guard value < 64 else { return nil }
            bits = bits << 6 | UInt32(value)
            count += 6
            if count >= 8 {
                count -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
                bits &= 1 << UInt32(count) - 1
            }
        }
        return bits == 0 && count < 6 ? bytes : nil
    }

    private static func text(of bytes: [UInt8], alphabet: [UInt8], padded: Bool) -> String {
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count + 2) / 3 * 4)
        var bits: UInt32 = 0
        var count: UInt32 = 0
        for byte in bytes {
            bits = bits << 8 | UInt32(byte)
            count += 8
            while count >= 6 {
                count -= 6
                text.append(alphabet[Int(bits >> count & 63)])
            }
            bits &= 1 << count - 1
        }
        if count > 0 { text.append(alphabet[Int(bits << (6 - count) & 63)]) }
        while padded && !text.count.isMultiple(of: 4) { text.append(padding) }
        return String(decoding: text, as: UTF8.self)
    }
}
