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
        throw DocumentError(value.place, "say \"register: holding\" or \"register: input\"")
    }

    /// The order of a value's bytes: its own, or the map's.
    func order(
        _ value: inout DocumentMapping, type: ValueType
    ) throws(DocumentError) -> WordOrder {
        guard value.has("byte_order") else { return byteOrder }
        let place = try value.node("byte_order").place
        guard type.wordCount == 2 else {
            throw DocumentError(place, "byte_order is for 32-bit values; this one is \(type)")
        }
        return try value.choice("byte_order", DeviceMap.namesOf(WordOrder.self))
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
