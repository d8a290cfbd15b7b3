import Crypto
package import Documents
import Intake

extension DeviceMap {
    /// Reads a map strictly.
    ///
    /// An unknown key, a doubtful address, a weighing that does not fit one request are complaints
    /// with file, line and column. `bytes` are those of the same file, for the digest.
    package init(
        parsing node: DocumentNode, bytes: [UInt8]
    ) throws(DocumentError) {
        var map = try DocumentMapping(node, of: "device map")
        _ = try map.int("map", in: 1...1)
        maker = try map.string("maker")
        model = try map.string("model")
        grade = Int(try map.int("grade", in: 1...3))
        source = try map.string("source")

        let context = try DeviceMapContext(&map)
        limits = try Self.limits(&map)
        forbidden = try Self.forbidden(&map, context)
        values = try Self.values(&map, context)
        let weighing = try DeviceMapWeighing(&map, values: values)
        status = try Self.status(&map, of: weighing.status)
        try map.finish()

        weight = weighing.weight
        statusWord = weighing.status
        statusImage = weighing.image
        self.weighing = try weighing.request(forbidden: forbidden, limits: limits)
        digest = [UInt8](SHA256.hash(data: bytes))
    }

    private static func limits(
        _ map: inout DocumentMapping
    ) throws(DocumentError) -> RegisterLimits {
        guard var limits = try map.optionalMapping("limits", of: "limits") else {
            return RegisterLimits()
        }
        let most = try limits.optionalInt("max_registers", in: 1...125)
        let gap = try limits.optionalInt("max_gap", in: 0...124)
        try limits.finish()
        return RegisterLimits(maxRegisters: Int(most ?? 125), maxGap: Int(gap ?? 0))
    }

    private static func forbidden(
        _ map: inout DocumentMapping, _ context: DeviceMapContext
    ) throws(DocumentError) -> [RegisterSpan] {
        var spans: [RegisterSpan] = []
        for node in try map.optionalNodes("forbidden") ?? [] {
            var range = try DocumentMapping(node, of: "forbidden range")
            let table = try context.table(&range)
            let first = try context.address("from", in: &range, table: table)
            let last = try context.address("to", in: &range, table: table)
            // The reason is for whoever reads the map; a range without one invites its removal.
            _ = try range.string("reason")
            try range.finish()
            guard first <= last else {
                throw DocumentError(range.place, "forbidden range: \"from\" lies behind \"to\"")
            }
            spans.append(RegisterSpan(table, Int(first)...Int(last)))
        }
        return spans
    }

    private static func values(
        _ map: inout DocumentMapping, _ context: DeviceMapContext
    ) throws(DocumentError) -> [Value] {
        var values: [Value] = []
        for node in try map.nodes("values") {
            var value = try DocumentMapping(node, of: "value")
            let name = try value.string("name")
            let table = try context.table(&value)
            let address = Int(try context.address("address", in: &value, table: table))
            let type = try value.choice("type", namesOf(ValueType.self))
            let order = try context.order(&value, type: type)
            try value.finish()
            guard !values.contains(where: { $0.name == name }) else {
                throw DocumentError(value.place, "there is a value named \"\(name)\" already")
            }
            guard address + type.wordCount <= 65_536 else {
                throw DocumentError(value.place, "\"\(name)\" runs past the last register")
            }
            let span = RegisterSpan(table, address...(address + type.wordCount - 1))
            values.append(Value(name: name, span: span, codec: ValueCodec(type, order)))
        }
        return values
    }

    private static func status(
        _ map: inout DocumentMapping, of word: Value
    ) throws(DocumentError) -> StatusMap {
        var status = try map.mapping("status", of: "status")
        let reader = DeviceMapStatus(width: 16 * word.span.addresses.count)
        let result = StatusMap(
            stable: try reader.bit(status.mapping("stable", of: "stable")),
            net: try reader.optionalBit("net", in: &status),
            inZeroRange: try reader.optionalBit("in_zero_range", in: &status),
            busy: try reader.optionalBit("busy", in: &status),
            valid: try reader.optionalBit("valid", in: &status),
            faults: try reader.faults(in: &status))
        try status.finish()
        return result
    }

    /// Every case of a vocabulary by its word.
    static func namesOf<Word: RawRepresentable & CaseIterable>(
        _ words: Word.Type
    ) -> [String: Word] where Word.RawValue == String {
        Dictionary(uniqueKeysWithValues: Word.allCases.map { ($0.rawValue, $0) })
    }
}
