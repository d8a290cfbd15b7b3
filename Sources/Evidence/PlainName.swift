/// A name that people compare sign by sign, as a site's: nothing in it steers a terminal, turns the
/// direction of writing around or cannot be seen.
///
/// The agent's configuration asks the same of its site. The ledger judges by it, so what is no sign is
/// written down here and does not follow the Unicode tables of whoever builds a node.
package enum PlainName {
    /// The longest name, in bytes.
    package static let longest = 128

    /// Whether a site may have this name: 1 to 128 bytes of signs, with no blank at either end.
    package static func isOne(_ text: String) -> Bool {
        let scalars = text.unicodeScalars
        guard let first = scalars.first, let last = scalars.last else { return false }
        return text.utf8.count <= longest && hasOnlySigns(text) && !isBlank(first)
            && !isBlank(last)
    }

    /// Whether a text has nothing in it that is no sign.
    package static func hasOnlySigns(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy { scalar in
            !unseen.contains { $0.contains(scalar.value) }
        }
    }

    /// Blanks beside those that are no signs anyway: `White_Space`, which is stable.
    private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
        blanks.contains { $0.contains(scalar.value) }
    }

    private static let blanks: [ClosedRange<UInt32>] = [
        0x20...0x20, 0xa0...0xa0, 0x1680...0x1680, 0x2000...0x200a, 0x202f...0x202f,
        0x205f...0x205f, 0x3000...0x3000,
    ]

    /// The categories Cc, Cf, Zl and Zp of Unicode 16.
    private static let unseen: [ClosedRange<UInt32>] = [
        0...0x1f, 0x7f...0x9f, 0xad...0xad, 0x600...0x605, 0x61c...0x61c, 0x6dd...0x6dd,
        0x70f...0x70f, 0x890...0x891, 0x8e2...0x8e2, 0x180e...0x180e, 0x200b...0x200f,
        0x2028...0x202e, 0x2060...0x2064, 0x2066...0x206f, 0xfeff...0xfeff, 0xfff9...0xfffb,
        0x110bd...0x110bd, 0x110cd...0x110cd, 0x13430...0x1343f, 0x1bca0...0x1bca3,
        0x1d173...0x1d17a, 0xe0001...0xe0001, 0xe0020...0xe007f,
    ]
}
