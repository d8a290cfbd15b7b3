import Documents
import Intake

/// The values of a map: first what stands in which registers, then what depends on other values.
extension DeviceMap {
    /// The values without their signs and sentinels, which may lie in values that come later.
    static func values(
        _ nodes: [DocumentNode], _ context: DeviceMapContext
    ) throws(DocumentError) -> [Value] {
        var values: [Value] = []
        for node in nodes {
            var mapping = try DocumentMapping(node, of: .registerValue)
            let value = try value(&mapping, context)
            // Read in `withSigns`; asked for here so that a misspelt neighbour is found.
            _ = (mapping.has("sign_from"), mapping.has("invalid"))
            try mapping.finish()
            guard !values.contains(where: { $0.name == value.name }) else {
                throw mapping.error("there is a value named \"\(value.name)\" already")
            }
            values.append(value)
        }
        return values
    }

    private static func value(
        _ mapping: inout DocumentMapping, _ context: DeviceMapContext
    ) throws(DocumentError) -> Value {
        let name = try mapping.string("name")
        let table = try context.table(&mapping)
        let address = Int(try context.address("address", in: &mapping, table: table))
        let type =
            try mapping.optionalChoice("type", namesOf(ValueType.self))
            ?? (table.isBits ? .bits : nil)
        guard let type else { throw mapping.error("value must have type") }
        guard (type == .bits) == table.isBits else {
            throw mapping.error(
                table.isBits
                    ? "a \(table) table holds bits, so type is bits"
                    : "bits are of coil and discrete tables; name the bits of a word in status")
        }
        let length =
            type.fixedWordCount == nil
            ? Int(try mapping.int("length", in: 1...(type == .bits ? 32 : 64))) : nil
        let order = try context.order(&mapping, words: type.fixedWordCount)
        let codec = ValueCodec(type, order, wordCount: length)
        guard address + codec.wordCount <= 65_536 else {
            throw mapping.error("\"\(name)\" runs past the last register")
        }
        let span = RegisterSpan(table, address...(address + codec.wordCount - 1))
        return Value(name: name, span: span, codec: codec)
    }

    /// The same values with what says that they are negative or no value at all.
    static func withSigns(
        _ nodes: [DocumentNode], _ plain: [Value], _ bits: DeviceMapBits
    ) throws(DocumentError) -> [Value] {
        var values: [Value] = []
        for (node, value) in zip(nodes, plain) {
            var mapping = try DocumentMapping(node, of: .registerValue)
            let negative = try bits.optionalBit("sign_from", in: &mapping)
            guard negative == nil || value.codec.type.isSize else {
                throw mapping.error(
                    "sign_from is for registers that hold a size: uint or bcd, not "
                        + "\(value.codec.type)")
            }
            guard !mapping.has("invalid") || value.codec.type.isWhole else {
                throw mapping.error(
                    "invalid names whole numbers; \"\(value.name)\" is a \(value.codec.type)")
            }
            var sentinels: [Int64: ScaleFault] = [:]
            for node in try mapping.optionalNodes("invalid") ?? [] {
                var sentinel = try DocumentMapping(node, of: .registerSentinel)
                let number = try sentinel.int("is")
                sentinels[number] = try DeviceMapRules.fault(&sentinel)
                try sentinel.finish()
            }
            values.append(
                Value(
                    name: value.name, span: value.span, codec: value.codec, negative: negative,
                    sentinels: sentinels))
        }
        return values
    }
}
