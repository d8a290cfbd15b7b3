import Wire

/// The name of a gateway: a URI (RFC 3986) of at most 128 bytes, compared byte by byte.
package enum GatewayURI {
    /// The longest name, in bytes.
    static let longest = 128

    /// Whether a gateway may have this name.
    package static func isOne(_ text: String) -> Bool {
        do {
            try check(text)
            return true
        } catch {
            return false
        }
    }

    /// Refuses what is no URI: without a scheme, or with characters that a URI does not have.
    static func check(_ text: String) throws(CBORError) {
        let bytes = Array(text.utf8)
        guard (1...longest).contains(bytes.count) else {
            throw .invalid("a gateway's name has 1 to \(longest) bytes, not \(bytes.count)")
        }
        guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")), isScheme(bytes[..<colon]),
            colon + 1 < bytes.count, bytes.allSatisfy(isAllowed)
        else {
            throw .invalid(
                "'\(text)' is not a URI; a gateway is named like https://site.example/gateways/1")
        }
    }

    /// A letter, then letters, digits, plus, minus and full stop (3.1).
    private static func isScheme(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard let first = bytes.first, isLetter(first) else { return false }
        return bytes.allSatisfy { byte in
            isLetter(byte) || isDigit(byte) || [0x2b, 0x2d, 0x2e].contains(byte)
        }
    }

    /// The reserved and the unreserved characters, and the sign of an escape (2).
    private static func isAllowed(_ byte: UInt8) -> Bool {
        isLetter(byte) || isDigit(byte) || marks.contains(byte)
    }

    private static let marks = Set("-._~:/?#[]@!$&'()*+,;=%".utf8)

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}
