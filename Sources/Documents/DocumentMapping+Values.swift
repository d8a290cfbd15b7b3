extension DocumentMapping {
    /// A text that must be there.
    package mutating func string(_ key: String) throws(DocumentError) -> String {
        try text(node(key), key)
    }

    /// A text that may be missing.
    package mutating func optionalString(_ key: String) throws(DocumentError) -> String? {
        guard let node = optionalNode(key) else { return nil }
        return try text(node, key)
    }

    private func text(_ node: DocumentNode, _ key: String) throws(DocumentError) -> String {
        if case .filled? = shape.content(of: key) { return try node.filled(key) }
        return try node.string(key)
    }

    /// A whole number that must be there, within the bounds of the shape or narrower ones.
    package mutating func int(
        _ key: String, in range: ClosedRange<Int64>? = nil
    ) throws(DocumentError) -> Int64 {
        try node(key).int(key, in: bounds(of: key, range))
    }

    /// A whole number that may be missing, within the bounds of the shape or narrower ones.
    package mutating func optionalInt(
        _ key: String, in range: ClosedRange<Int64>? = nil
    ) throws(DocumentError) -> Int64? {
        guard let node = optionalNode(key) else { return nil }
        return try node.int(key, in: bounds(of: key, range))
    }

    private func bounds(
        of key: String, _ narrower: ClosedRange<Int64>?
    ) -> ClosedRange<Int64> {
        guard let widest = shape.content(of: key)?.range else {
            preconditionFailure("\(key) of \(shape.name) is described as no number")
        }
        return narrower.map { $0.clamped(to: widest) } ?? widest
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
        try checked(node(key), key, choices).choice(key, choices)
    }

    /// The words that the reader knows are among those that the shape describes.
    private func checked<T>(
        _ node: DocumentNode, _ key: String, _ choices: [String: T]
    ) -> DocumentNode {
        precondition(
            Set(choices.keys).isSubset(of: shape.content(of: key)?.words ?? []),
            "\(key) of \(shape.name) is described by other words")
        return node
    }

    /// One of the named values; may be missing.
    package mutating func optionalChoice<T>(
        _ key: String, _ choices: [String: T]
    ) throws(DocumentError) -> T? {
        guard let node = optionalNode(key) else { return nil }
        return try checked(node, key, choices).choice(key, choices)
    }

    /// A decimal number, digits kept as written (`0.50` is (50, -2)); must be there.
    package mutating func decimal(
        _ key: String
    ) throws(DocumentError) -> (mantissa: Int64, exponent: Int) {
        try node(key).decimal(key, in: shape.content(of: key)?.decimalRange)
    }

    /// A decimal number, digits kept as written; may be missing.
    package mutating func optionalDecimal(
        _ key: String
    ) throws(DocumentError) -> (mantissa: Int64, exponent: Int)? {
        guard let node = optionalNode(key) else { return nil }
        return try node.decimal(key, in: shape.content(of: key)?.decimalRange)
    }

    /// A mapping inside this one; must be there and be finished by the caller.
    package mutating func mapping(_ key: String) throws(DocumentError) -> DocumentMapping {
        try node(key).mapping(shape(of: key))
    }

    /// A mapping inside this one; may be missing, else is finished by the caller.
    package mutating func optionalMapping(
        _ key: String
    ) throws(DocumentError) -> DocumentMapping? {
        guard let node = optionalNode(key) else { return nil }
        return try node.mapping(shape(of: key))
    }

    private func shape(of key: String) -> DocumentShape {
        guard let inner = shape.content(of: key)?.shape else {
            preconditionFailure("\(key) of \(shape.name) is described as no mapping")
        }
        return inner
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
