import Wire

// The forms that values have in CometBFT's JSON: 64-bit integers as text, hashes in hexadecimal,
// other bytes in base64. Absent and null members are zero or empty: versions and wrappers differ
// in what they leave out. Integers may also come as bare numbers.

extension KeyedDecodingContainer {
    func string(_ key: Key) throws -> String {
        try decodeIfPresent(String.self, forKey: key) ?? ""
    }

    /// What a node says in words: its beginning, for it may say megabytes of them.
    func words(_ key: Key) throws -> String {
        try string(key).cut(toBytes: 500)
    }

    func flag(_ key: Key) throws -> Bool {
        try decodeIfPresent(Bool.self, forKey: key) ?? false
    }

    /// An integer as text or as a number; 0 when absent; an error when it does not fit.
    func integer<Integer: FixedWidthInteger & Decodable>(
        _ key: Key, as type: Integer.Type = Integer.self
    ) throws -> Integer {
        // The form that CometBFT writes comes first: a refused one costs more than all of a vote.
        do {
            return Integer.bitWidth < 64 ? try number(key) : try integerText(key)
        } catch DecodingError.typeMismatch {
            return Integer.bitWidth < 64 ? try integerText(key) : try number(key)
        }
    }

    private func number<Integer: FixedWidthInteger & Decodable>(_ key: Key) throws -> Integer {
        try decodeIfPresent(Integer.self, forKey: key) ?? 0
    }

    private func integerText<Integer: FixedWidthInteger>(_ key: Key) throws -> Integer {
        guard let text = try decodeIfPresent(String.self, forKey: key) else { return 0 }
        guard let value = Integer(text) else {
            throw fault(
                key, "\"\(text.cut(toBytes: 40))\" is no integer of \(Integer.bitWidth) bits")
        }
        return value
    }

    func hex(_ key: Key) throws -> [UInt8] {
        guard let bytes = Hex.decode(try string(key)) else {
            throw fault(key, "the text is not hexadecimal")
        }
        return bytes
    }

    func base64(_ key: Key) throws -> [UInt8] {
        guard let bytes = Base64.decode(try string(key)) else {
            throw fault(key, "the text is not base64")
        }
        return bytes
    }

    /// A digest in hexadecimal, which has to be there.
    func hexDigest(_ key: Key) throws -> Digest {
        guard let digest = Digest(try hex(key)) else {
            throw fault(key, "a hash has 32 bytes")
        }
        return digest
    }

    /// A digest in base64, which has to be there.
    func base64Digest(_ key: Key) throws -> Digest {
        guard let digest = Digest(try base64(key)) else {
            throw fault(key, "a hash has 32 bytes")
        }
        return digest
    }

    /// A moment; Go's zero time when absent.
    func time(_ key: Key) throws -> Timestamp {
        guard let text = try decodeIfPresent(String.self, forKey: key) else { return .goZero }
        guard let time = Timestamp(rfc3339: text) else {
            throw fault(key, "\"\(text.cut(toBytes: 40))\" is no time as RFC 3339 writes it")
        }
        return time
    }

    /// A list; none when absent or null.
    func list<Item: Decodable>(_ key: Key, of type: Item.Type = Item.self) throws -> [Item] {
        try decodeIfPresent([Item].self, forKey: key) ?? []
    }

    /// A list with no more items than can be meant; refused before the first one is read.
    func list<Item: Decodable>(_ key: Key, atMost most: Int) throws -> [Item] {
        guard contains(key), try !decodeNil(forKey: key) else { return [] }
        var items = try nestedUnkeyedContainer(forKey: key)
        let count = items.count ?? 0
        guard count <= most else {
            throw fault(key, "\(count) items, at most \(most) are allowed")
        }
        var read: [Item] = []
        read.reserveCapacity(count)
        while !items.isAtEnd { read.append(try items.decode(Item.self)) }
        return read
    }

    func fault(_ key: Key, _ message: String) -> DecodingError {
        .dataCorruptedError(forKey: key, in: self, debugDescription: message)
    }
}

extension KeyedEncodingContainer {
    mutating func encodeText(_ value: some FixedWidthInteger, _ key: Key) throws {
        try encode(String(value), forKey: key)
    }

    mutating func encodeHex(_ bytes: [UInt8], _ key: Key) throws {
        try encode(Hex.encode(bytes, uppercase: true), forKey: key)
    }

    /// Base64; null for no bytes, as Go writes a nil slice.
    mutating func encodeBase64(_ bytes: [UInt8], _ key: Key) throws {
        if bytes.isEmpty {
            try encodeNil(forKey: key)
        } else {
            try encode(Base64.encode(bytes), forKey: key)
        }
    }

    mutating func encodeTime(_ time: Timestamp, _ key: Key) throws {
        try encode(time.rfc3339, forKey: key)
    }

    /// A list; null when it is empty, as Go writes a nil slice.
    mutating func encodeList(_ items: [some Encodable], _ key: Key) throws {
        if items.isEmpty {
            try encodeNil(forKey: key)
        } else {
            try encode(items, forKey: key)
        }
    }
}
