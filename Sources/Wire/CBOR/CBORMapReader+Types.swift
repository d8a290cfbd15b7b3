extension CBORMapReader {
    /// Takes an unsigned integer.
    package mutating func uint(
        _ key: some CBORKey, _ what: String
    ) throws(CBORError) -> UInt64 {
        try typed(key, what, "an unsigned integer") { $0.uint }
    }

    /// Takes an unsigned integer, where there is one.
    package mutating func optionalUint(
        _ key: some CBORKey, _ what: String
    ) throws(CBORError) -> UInt64? {
        try optionalTyped(key, what, "an unsigned integer") { $0.uint }
    }

    /// Takes a 64-bit integer.
    package mutating func int(
        _ key: some CBORKey, _ what: String
    ) throws(CBORError) -> Int64 {
        try typed(key, what, "a 64-bit integer") { $0.int }
    }

    /// Takes a 64-bit integer, where there is one.
    package mutating func optionalInt(
        _ key: some CBORKey, _ what: String
    ) throws(CBORError) -> Int64? {
        try optionalTyped(key, what, "a 64-bit integer") { $0.int }
    }

    /// Takes a byte string.
    package mutating func bytes(
        _ key: some CBORKey, _ what: String
    ) throws(CBORError) -> [UInt8] {
        try typed(key, what, "a byte string") { $0.bytesValue }
    }

    /// Takes a byte string, where there is one.
    package mutating func optionalBytes(
        _ key: some CBORKey, _ what: String
    ) throws(CBORError) -> [UInt8]? {
        try optionalTyped(key, what, "a byte string") { $0.bytesValue }
    }

    /// Takes a text string.
    package mutating func text(
        _ key: some CBORKey, _ what: String
    ) throws(CBORError) -> String {
        try typed(key, what, "a text string") { $0.textValue }
    }

    /// Takes a text string, where there is one.
    package mutating func optionalText(
        _ key: some CBORKey, _ what: String
    ) throws(CBORError) -> String? {
        try optionalTyped(key, what, "a text string") { $0.textValue }
    }

    /// Takes a byte string of 32 bytes.
    package mutating func digest(
        _ key: some CBORKey, _ what: String
    ) throws(CBORError) -> Digest {
        try typed(key, what, "a byte string of 32 bytes") { $0.digest }
    }

    /// Takes a byte string of 32 bytes, where there is one.
    package mutating func optionalDigest(
        _ key: some CBORKey, _ what: String
    ) throws(CBORError) -> Digest? {
        try optionalTyped(key, what, "a byte string of 32 bytes") { $0.digest }
    }

    /// Takes an array.
    package mutating func array(
        _ key: some CBORKey, _ what: String
    ) throws(CBORError) -> [CBOR] {
        try typed(key, what, "an array") { $0.arrayValue }
    }

    /// Takes an array, where there is one.
    package mutating func optionalArray(
        _ key: some CBORKey, _ what: String
    ) throws(CBORError) -> [CBOR]? {
        try optionalTyped(key, what, "an array") { $0.arrayValue }
    }

    /// Takes a map.
    package mutating func map(
        _ key: some CBORKey, _ what: String
    ) throws(CBORError) -> [CBORPair] {
        try typed(key, what, "a map") { $0.mapValue }
    }

    /// Takes a map, where there is one.
    package mutating func optionalMap(
        _ key: some CBORKey, _ what: String
    ) throws(CBORError) -> [CBORPair]? {
        try optionalTyped(key, what, "a map") { $0.mapValue }
    }

    /// Takes true or false.
    package mutating func bool(
        _ key: some CBORKey, _ what: String
    ) throws(CBORError) -> Bool {
        try typed(key, what, "true or false") { $0.boolValue }
    }

    /// Takes true or false, where there is one.
    package mutating func optionalBool(
        _ key: some CBORKey, _ what: String
    ) throws(CBORError) -> Bool? {
        try optionalTyped(key, what, "true or false") { $0.boolValue }
    }
}
