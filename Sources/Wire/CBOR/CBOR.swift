/// One CBOR data item (RFC 8949) of the kinds Weighpost writes.
///
/// Floating-point numbers and `undefined` are left out on purpose: nothing that is weighed,
/// signed or hashed here may depend on how a number was rounded.
package enum CBOR: Hashable, Sendable {
    /// An unsigned integer (major type 0).
    case unsigned(UInt64)
    /// A negative integer (major type 1); its value is -1 - n.
    case negative(UInt64)
    /// A byte string (major type 2).
    case bytes([UInt8])
    /// A text string (major type 3), compared by its UTF-8 bytes.
    case text(String)
    /// An array (major type 4).
    case array([CBOR])
    /// A map (major type 5); the order of its pairs is that of the bytes only once encoded.
    case map([CBORPair])
    /// A tagged item (major type 6).
    indirect case tagged(UInt64, CBOR)
    /// A simple value of no meaning of its own: 0...19 or 32...255.
    case simple(UInt8)
    /// True or false.
    case bool(Bool)
    /// Null.
    case null

    // Swift compares text by canonical equivalence; two texts that encode differently must differ.
    package static func == (left: CBOR, right: CBOR) -> Bool {
        switch (left, right) {
        case (.unsigned(let one), .unsigned(let other)): one == other
        case (.negative(let one), .negative(let other)): one == other
        case (.bytes(let one), .bytes(let other)): one == other
        case (.text(let one), .text(let other)): one.utf8.elementsEqual(other.utf8)
        case (.array(let one), .array(let other)): one == other
        case (.map(let one), .map(let other)): one == other
        case (.tagged(let tag, let one), .tagged(let otherTag, let other)):
            tag == otherTag && one == other
        case (.simple(let one), .simple(let other)): one == other
        case (.bool(let one), .bool(let other)): one == other
        case (.null, .null): true
        default: false
        }
    }
}

/// One pair of a CBOR map.
package struct CBORPair: Hashable, Sendable {
    /// The key.
    package var key: CBOR
    /// The value.
    package var value: CBOR

    /// Puts a value under a key.
    package init(key: CBOR, value: CBOR) {
        self.key = key
        self.value = value
    }

    /// Puts a value under a key.
    package init(_ key: CBOR, _ value: CBOR) {
        self.init(key: key, value: value)
    }
}
