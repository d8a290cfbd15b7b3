extension DocumentMapping {
    /// A text that must be there.
    package mutating func string(_ key: String) throws(DocumentError) -> String {
        try node(key).string(key)
    }

    /// A text that may be missing.
    package mutating func optionalString(_ key: String) throws(DocumentError) -> String? {
        guard let node = optionalNode(key) else { return nil }
        return try node.string(key)
    }

    /// A whole number within `range` that must be there.
    package mutating func int(
        _ key: String, in range: ClosedRange<Int64> = Int64.min...Int64.max
    ) throws(DocumentError) -> Int64 {
        try node(key).int(key, in: range)
    }

    /// A whole number within `range` that may be missing.
    package mutating func optionalInt(
        _ key: String, in range: ClosedRange<Int64> = Int64.min...Int64.max
    ) throws(DocumentError) -> Int64? {
        guard let node = optionalNode(key) else { return nil }
        return try node.int(key, in: range)
    }

    /// `true` or `false`; must be there.
    package mutating func bool(_ key: String) throws(DocumentError) -> Bool {
        try node(key).bool(key)
    }

    /// `true` or `false`; may be missing.
    package mutating func optionalBool(_ key: String) throws(DocumentError) -> Bool? {
        guard let node = optionalNode(key) else { return nil }
        return try node.bool(key)
    }

    /// One of the named values; must be there.
    package mutating func choice<T>(
        _ key: String, _ choices: [String: T]
    ) throws(DocumentError) -> T {
        try node(key).choice(key, choices)
    }

    /// One of the named values; may be missing.
    package mutating func optionalChoice<T>(
        _ key: String, _ choices: [String: T]
    ) throws(DocumentError) -> T? {
        guard let node = optionalNode(key) else { return nil }
        return try node.choice(key, choices)
    }

    /// A decimal number, digits kept as written (`0.50` is (50, -2)); must be there.
    package mutating func decimal(
        _ key: String
    ) throws(DocumentError) -> (mantissa: Int64, exponent: Int) {
        try node(key).decimal(key)
    }

    /// A decimal number, digits kept as written; may be missing.
    package mutating func optionalDecimal(
        _ key: String
    ) throws(DocumentError) -> (mantissa: Int64, exponent: Int)? {
        guard let node = optionalNode(key) else { return nil }
        return try node.decimal(key)
    }

    /// A mapping inside this one; must be there and be finished by the caller.
    package mutating func mapping(
        _ key: String, of what: String? = nil
    ) throws(DocumentError) -> DocumentMapping {
        try node(key).mapping(what ?? key)
    }

    /// A mapping inside this one; may be missing, else is finished by the caller.
    package mutating func optionalMapping(
        _ key: String, of what: String? = nil
    ) throws(DocumentError) -> DocumentMapping? {
        guard let node = optionalNode(key) else { return nil }
        return try node.mapping(what ?? key)
    }

    /// The values of a list; must be there, may be empty.
    package mutating func nodes(_ key: String) throws(DocumentError) -> [DocumentNode] {
        try node(key).nodes(key)
    }

    /// The values of a list; may be missing.
    package mutating func optionalNodes(_ key: String) throws(DocumentError) -> [DocumentNode]? {
        guard let node = optionalNode(key) else { return nil }
        return try node.nodes(key)
    }
}
