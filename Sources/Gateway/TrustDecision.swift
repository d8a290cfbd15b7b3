package import LightClients
import Wire

/// What people of the site decided about trust: where it begins anew, or that it goes on.
///
/// It is handed to the agent through the state folder, which only the agent's user and root can
/// write.
package struct TrustDecision: Hashable, Sendable {
    /// Where trust begins from now on; nil leaves it where it is and settles contradictions.
    package let anchor: Anchor?
    /// Who decided, two persons at least.
    ///
    /// The names stay on this box.
    package let names: [String]

    /// Takes what was decided; nil with fewer than two persons, or with one who has no name.
    ///
    /// One person is one however the name is typed: blanks around it and between its parts, capital
    /// letters, and signs that cannot be seen make no second person.
    package init?(anchor: Anchor?, names: [String]) {
        let names = names.map(Self.tidy)
        guard !names.contains(""), Set(names.map { $0.lowercased() }).count >= 2 else {
            return nil
        }
        (self.anchor, self.names) = (anchor, names)
    }

    private static func tidy(_ name: String) -> String {
        let parts = name.split(whereSeparator: \.isWhitespace).map { part in
            String(String.UnicodeScalarView(part.unicodeScalars.filter(isSeen)))
        }
        return parts.filter { !$0.isEmpty }.joined(separator: " ")
    }

    private static func isSeen(_ scalar: Unicode.Scalar) -> Bool {
        ![.control, .format].contains(scalar.properties.generalCategory)
    }

    /// The bytes of the file.
    package var bytes: [UInt8] {
        var pairs: [(CBOR, CBOR)] = [(1, 1), (4, .array(names.map { .text($0) }))]
        if let anchor { pairs += [(2, .int(anchor.height)), (3, .digest(anchor.hash))] }
        return CBOR.dictionary(pairs).encoded()
    }

    /// Reads a file.
    package init(decoding bytes: [UInt8]) throws {
        var map = try CBORMapReader(try CBOR(decoding: bytes), of: "decision")
        guard try map.uint(1, "version") == 1 else {
            throw CBORError.invalid("a decision of a later version")
        }
        let height = try map.optionalInt(2, "height")
        let hash = try map.optionalDigest(3, "hash")
        let names = try map.optionalArray(4, "names")?.compactMap(\.textValue) ?? []
        try map.finish()
        let anchor: Anchor? =
            if let height, let hash { Anchor(height: height, hash: hash) } else { nil }
        guard let decision = TrustDecision(anchor: anchor, names: names) else {
            throw CBORError.invalid("a decision of fewer than two persons")
        }
        self = decision
    }
}
