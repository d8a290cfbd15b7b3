extension CBOR {
    /// An integer of either sign.
    package static func int(_ value: Int64) -> CBOR {
        value < 0 ? .negative(UInt64(bitPattern: ~value)) : .unsigned(UInt64(value))
    }

    /// The 32 bytes of a digest as a byte string.
    package static func digest(_ digest: Digest) -> CBOR {
        .bytes(digest.bytes)
    }

    /// A map from a literal, its pairs already in the order of the encoding.
    package static func dictionary(_ pairs: KeyValuePairs<CBOR, CBOR>) -> CBOR {
        .map(sorted(pairs.map { CBORPair($0.key, $0.value) }))
    }

    /// A map from pairs in any order, put into the order of the encoding.
    package static func dictionary(_ pairs: [(CBOR, CBOR)]) -> CBOR {
        .map(sorted(pairs.map { CBORPair($0.0, $0.1) }))
    }
}

extension CBOR: ExpressibleByIntegerLiteral {
    /// An integer of either sign.
    package init(integerLiteral value: Int64) {
        self = .int(value)
    }
}

extension CBOR: ExpressibleByStringLiteral {
    /// A text string.
    package init(stringLiteral value: String) {
        self = .text(value)
    }
}
