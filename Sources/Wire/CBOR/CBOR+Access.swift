extension CBOR {
    /// The value of an unsigned integer; nil for anything else.
    package var uint: UInt64? {
        guard case .unsigned(let value) = self else { return nil }
        return value
    }

    /// The value of an integer that fits 64 bits with sign; nil for anything else.
    package var int: Int64? {
        switch self {
        case .unsigned(let value): Int64(exactly: value)
        case .negative(let value): Int64(exactly: value).map { ~$0 }
        default: nil
        }
    }

    /// The bytes of a byte string; nil for anything else.
    package var bytesValue: [UInt8]? {
        guard case .bytes(let bytes) = self else { return nil }
        return bytes
    }

    /// The text of a text string; nil for anything else.
    package var textValue: String? {
        guard case .text(let text) = self else { return nil }
        return text
    }

    /// The items of an array; nil for anything else.
    package var arrayValue: [CBOR]? {
        guard case .array(let items) = self else { return nil }
        return items
    }

    /// The pairs of a map; nil for anything else.
    package var mapValue: [CBORPair]? {
        guard case .map(let pairs) = self else { return nil }
        return pairs
    }

    /// True or false; nil for anything else.
    package var boolValue: Bool? {
        guard case .bool(let value) = self else { return nil }
        return value
    }

    /// A byte string of 32 bytes as a digest; nil for anything else.
    package var digest: Digest? {
        bytesValue.flatMap { Digest($0) }
    }

    /// Whether this is null.
    package var isNull: Bool { self == .null }

    /// The value under a key of a map; nil where there is none, or no map.
    package subscript(key: CBOR) -> CBOR? {
        mapValue?.first { $0.key == key }?.value
    }
}
