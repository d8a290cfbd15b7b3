import Documents

/// What a map says once for all of its registers.
struct DeviceMapContext {
    private let base: AddressBase
    private let register: RegisterTable?
    private let byteOrder: WordOrder

    init(_ map: inout DocumentMapping) throws(DocumentError) {
        base = try map.choice("address_base", DeviceMap.namesOf(AddressBase.self))
        register = try Self.optionalTable(&map)
        byteOrder = try map.choice("byte_order", DeviceMap.namesOf(WordOrder.self))
    }

    /// The table a value stands in: its own word, or the map's.
    func table(_ value: inout DocumentMapping) throws(DocumentError) -> RegisterTable {
        if let table = try Self.optionalTable(&value) ?? register { return table }
        throw DocumentError(value.place, "say \"register: holding\", input, coil or discrete")
    }

    /// The order of a value's bytes: its own, or the map's; `words` is its width, nil for text.
    func order(
        _ value: inout DocumentMapping, words: Int?
    ) throws(DocumentError) -> WordOrder {
        guard value.has("byte_order") else { return byteOrder }
        let names = WordOrder.names(forWords: words ?? 1)
        return try value.choice("byte_order", names)
    }

    /// The wire address under a key.
    func address(
        _ key: String, in value: inout DocumentMapping, table: RegisterTable
    ) throws(DocumentError) -> UInt16 {
        let node = try value.node(key)
        let text = try value.string(key)
        do {
            return try RegisterAddress.wire(text, base: base, table: table)
        } catch {
            throw node.error(error.message)
        }
    }

    private static func optionalTable(
        _ mapping: inout DocumentMapping
    ) throws(DocumentError) -> RegisterTable? {
        guard mapping.has("register") else { return nil }
        return try mapping.choice("register", DeviceMap.namesOf(RegisterTable.self))
    }
}
