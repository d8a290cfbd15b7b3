/// The name of a gateway: a URI that stays the same over all its keys.
package enum GatewayName {
    /// The longest name, in bytes.
    package static let maximumBytes = 128

    /// Whether a text is a URI (RFC 3986, 3) of at most 128 bytes.
    ///
    /// Only the characters of a URI, so that two names that look alike are alike.
    package static func isValid(_ name: String) -> Bool {
        let bytes = Array(name.utf8)
        guard bytes.count <= maximumBytes, let colon = bytes.firstIndex(of: UInt8(ascii: ":")),
            let first = bytes.first, isLetter(first), colon < bytes.count - 1
        else { return false }
        return bytes[..<colon].allSatisfy { isLetter($0) || isDigit($0) || "+-.".utf8.contains($0) }
            && bytes[(colon + 1)...].allSatisfy {
                isLetter($0) || isDigit($0) || "-._~:/?#[]@!$&'()*+,;=%".utf8.contains($0)
            }
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}
