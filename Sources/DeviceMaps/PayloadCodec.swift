/// How the bytes of a message are to be read.
package enum PayloadCodec: String, Sendable, Hashable, CaseIterable {
    /// One value as text, perhaps with its unit behind it: `23.4`, `ON`, `23.4 Cel`.
    case plain
    /// A JSON text (RFC 8259).
    case json
    /// A SenML pack in JSON (RFC 8428, section 5).
    case senmlJSON = "senml-json"
    /// A SenML pack in CBOR (RFC 8428, section 6).
    case senmlCBOR = "senml-cbor"
    /// Sparkplug B, which only `SparkplugHost` can read: a message means nothing without a birth.
    case sparkplugB = "sparkplug-b"

    /// The most bytes of one payload; sensors send a few hundred.
    package static let longest = 65_536
    /// The most bytes of a payload that is one value alone.
    static let longestPlain = 64

    /// Takes the bytes of a message apart.
    package func read(_ bytes: [UInt8]) throws(PayloadError) -> Payload {
        guard bytes.count <= Self.longest else {
            throw PayloadError("\(bytes.count) bytes are more than any sensor sends")
        }
        switch self {
        case .plain: return .text(try Self.plain(bytes))
        case .json: return .json(try Self.json(bytes))
        case .senmlJSON: return .senml(try SenMLPack(try Self.json(bytes)))
        case .sparkplugB: throw PayloadError("nothing without the birth of its node")
        case .senmlCBOR: return .senml(try SenMLPack(try LooseCBOR(decoding: bytes)))
        }
    }

    private static func plain(_ bytes: [UInt8]) throws(PayloadError) -> String {
        guard bytes.count <= longestPlain, let text = String(validating: bytes, as: UTF8.self),
            !text.contains(where: { $0.isControl && !$0.isWhitespace })
        else { throw PayloadError("not a short text of one value") }
        return text.trimmed
    }

    private static func json(_ bytes: [UInt8]) throws(PayloadError) -> JSONValue {
        do {
            return try JSONValue(parsing: bytes)
        } catch {
            throw PayloadError("\(error)")
        }
    }
}

extension String {
    /// The text without blanks and line ends around it.
    var trimmed: String {
        var middle = drop(while: \.isWhitespace)
        while middle.last?.isWhitespace ?? false { middle.removeLast() }
        return String(middle)
    }
}

extension Character {
    /// Whether the character is for machines and not for reading.
    var isControl: Bool {
        unicodeScalars.contains { $0.properties.generalCategory == .control }
    }
}

/// Why a payload cannot be read; in a message only, so nobody tells one reason from another.
package struct PayloadError: Error, Sendable, Hashable, CustomStringConvertible {
    package let description: String

    init(_ description: String) { self.description = description }
}
