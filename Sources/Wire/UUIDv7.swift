/// A UUID of version 7 (RFC 9562, 5.7): milliseconds since 1970, then randomness.
package struct UUIDv7: Hashable, Comparable, Sendable, CustomStringConvertible {
    private static let prefix = "urn:uuid:"

    private let high: UInt64
    private let low: UInt64

    /// Makes a new one; milliseconds since 1970 are held within the 48 bits there are for them.
    package init(
        milliseconds: Int64, using generator: inout some RandomNumberGenerator
    ) {
        let time = UInt64(min(max(milliseconds, 0), 1 << 48 - 1))
        high = time << 16 | 0x7000 | generator.next() & 0x0fff
        low = 1 << 63 | generator.next() & (1 << 62 - 1)
    }

    /// Takes 16 bytes; nil unless they carry version 7 and the variant of RFC 9562.
    package init?(bytes: [UInt8]) {
        guard bytes.count == 16, bytes[6] >> 4 == 7, bytes[8] >> 6 == 2 else { return nil }
        high = bytes[..<8].reduce(0) { $0 << 8 | UInt64($1) }
        low = bytes[8...].reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// Takes the URN in lower case, as `urn` writes it; nil for any other spelling.
    package init?(urn: String) {
        guard urn.utf8.starts(with: UUIDv7.prefix.utf8) else { return nil }
        let digits = urn.utf8.dropFirst(UUIDv7.prefix.utf8.count).filter { $0 != 0x2d }
        guard let bytes = Hex.decode(String(decoding: digits, as: UTF8.self)) else { return nil }
        self.init(bytes: bytes)
        // Only one spelling names an entry: comparing refuses capitals and misplaced hyphens.
        guard self.urn.utf8.elementsEqual(urn.utf8) else { return nil }
    }

    /// The 16 bytes.
    package var bytes: [UInt8] {
        [high, low].flatMap { word in
            (UInt64(0)..<8).reversed().map { UInt8(truncatingIfNeeded: word >> (8 * $0)) }
        }
    }

    /// Milliseconds since 1970, as its maker's clock said.
    package var milliseconds: Int64 { Int64(high >> 16) }

    /// `urn:uuid:` and the 36 characters in lower case.
    package var urn: String { UUIDv7.prefix + description }

    /// The 36 characters in lower case.
    package var description: String {
        let digits = Substring(Hex.encode(bytes))
        var (rest, groups) = (digits, [Substring]())
        for width in [8, 4, 4, 4, 12] {
            groups.append(rest.prefix(width))
            rest = rest.dropFirst(width)
        }
        return groups.joined(separator: "-")
    }

    package static func < (left: UUIDv7, right: UUIDv7) -> Bool {
        (left.high, left.low) < (right.high, right.low)
    }
}
