/// Reads a map whose keys are all known, strictly.
///
/// Every pair is taken once, by its key; `finish()` refuses what nobody asked for, so that no
/// byte of a signed item goes unread.
package struct CBORMapReader: Sendable {
    private let name: String
    private let pairs: [CBORPair]
    private var taken: [Bool]

    /// Starts on a map; `name` says in errors what it is: "batch header".
    package init(_ value: CBOR, of name: String) throws(CBORError) {
        guard let pairs = value.mapValue else { throw .wrongType("\(name): a map") }
        self.name = name
        self.pairs = pairs
        taken = Array(repeating: false, count: pairs.count)
    }

    /// Takes the value under a key; throws where there is none.
    package mutating func required(
        _ key: some CBORKey, _ what: String
    ) throws(CBORError) -> CBOR {
        try required(key.cbor, what)
    }

    /// Takes the value under any item as a key; throws where there is none.
    package mutating func required(_ key: CBOR, _ what: String) throws(CBORError) -> CBOR {
        guard let value = optional(key) else {
            throw .missing("\(what) (key \(key.shown)) of the \(name)")
        }
        return value
    }

    /// Takes the value under a key, where there is one.
    package mutating func optional(_ key: some CBORKey) -> CBOR? {
        optional(key.cbor)
    }

    /// Takes the value under any item as a key, where there is one.
    package mutating func optional(_ key: CBOR) -> CBOR? {
        guard let place = pairs.firstIndex(where: { $0.key == key }) else { return nil }
        taken[place] = true
        return pairs[place].value
    }

    /// Takes the value under a key, where there is one; `what` is for the reader of the code.
    package mutating func optional(_ key: some CBORKey, _ what: String) -> CBOR? {
        optional(key)
    }

    /// Refuses the first key that nobody took.
    package func finish() throws(CBORError) {
        guard let place = taken.firstIndex(of: false) else { return }
        throw .unknownKey("\(pairs[place].key.shown) in the \(name)")
    }

    /// Takes a value by one of its typed views; the error says which type was expected.
    mutating func typed<Value>(
        _ key: some CBORKey, _ what: String, _ type: String, _ view: (CBOR) -> Value?
    ) throws(CBORError) -> Value {
        let value = try required(key, what)
        guard let typed = view(value) else { throw .wrongType(expected(what, type)) }
        return typed
    }

    /// Takes a value, where there is one, by one of its typed views.
    mutating func optionalTyped<Value>(
        _ key: some CBORKey, _ what: String, _ type: String, _ view: (CBOR) -> Value?
    ) throws(CBORError) -> Value? {
        guard let value = optional(key) else { return nil }
        guard let typed = view(value) else { throw .wrongType(expected(what, type)) }
        return typed
    }

    private func expected(_ what: String, _ type: String) -> String {
        "\(what) of the \(name): \(type)"
    }
}

/// What may stand as the key of a map: an integer, a text, or any item.
package protocol CBORKey {
    /// The key as an item.
    var cbor: CBOR { get }
}

extension CBOR: CBORKey {
    /// Itself.
    package var cbor: CBOR { self }

    /// The item as a short text for an error.
    var shown: String {
        if let int { return String(int) }
        if let textValue { return "\"\(textValue.cut(toBytes: 100).printable())\"" }
        if case .simple(let value) = self { return "simple(\(value))" }
        return "h'\(Hex.encode(encoded()))'"
    }
}

extension Int: CBORKey {
    /// The integer as an item.
    package var cbor: CBOR { .int(Int64(self)) }
}

extension Int64: CBORKey {
    /// The integer as an item.
    package var cbor: CBOR { .int(self) }
}

extension UInt64: CBORKey {
    /// The integer as an item.
    package var cbor: CBOR { .unsigned(self) }
}

extension String: CBORKey {
    /// The text as an item.
    package var cbor: CBOR { .text(self) }
}
