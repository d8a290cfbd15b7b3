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
        var map = try DocumentMapping(node, of: .deviceMap)
        _ = try map.int("map")
        let sheet = try RegisterSheet(&map)
        (version, maker, model) = (sheet.version, sheet.maker, sheet.model)
        (grade, source) = (sheet.grade, sheet.source)
        (limits, forbidden) = (sheet.limits, sheet.forbidden)
        let weighing = try DeviceMapWeighing(&map, values: sheet.plain)
        let bits = DeviceMapBits(values: sheet.plain, usual: weighing.status)
        values = try Self.withSigns(sheet.nodes, sheet.plain, bits)
        let rules = DeviceMapRules(bits: bits)
        status = try rules.status(&map)
        point = try rules.point(&map)
        unit = try rules.unit(&map)
        heartbeat = try rules.heartbeat(&map)
        let identity = try Self.identity(&map, sheet.plain)
        let orders = DeviceMapCommands(
            bits: bits, context: sheet.context, maker: maker, forbidden: forbidden, limits: limits)
        let commands = try orders.commands(&map)
        alibi = try orders.alibi(&map, commands)
        select = try orders.select(&map, commands)
        (audit, auditRequests) = try orders.audit(&map)
        try map.finish()

        self.weighing = try Self.rule(
            weighing, values, [point.source, unit.source, heartbeat?.value].compactMap { $0 },
            status, forbidden, limits)
        self.identity = identity.map(\.constant)
        identityRequests = try Self.requests(identity, forbidden, limits)
        digest = [UInt8](SHA256.hash(data: bytes))
    }

    private static func rule(
        _ weighing: DeviceMapWeighing, _ values: [Value], _ sources: [String], _ status: StatusMap,
        _ forbidden: [RegisterSpan], _ limits: RegisterLimits
    ) throws(DocumentError) -> WeighingRule {
        let signed = values.first { $0.name == weighing.weight.name } ?? weighing.weight
        let names = status.sources.union(sources + [signed.negative?.value].compactMap { $0 })
        let rule = try weighing.rule(
            needed: values.filter { names.contains($0.name) }, forbidden: forbidden,
            limits: limits)
        return WeighingRule(
            weight: signed, basis: rule.basis, status: rule.status, image: rule.image,
            companions: rule.companions, requests: rule.requests)
    }

    static func limits(
        _ map: inout DocumentMapping
    ) throws(DocumentError) -> RegisterLimits {
        guard var limits = try map.optionalMapping("limits") else {
            return RegisterLimits()
        }
        let most = try limits.optionalInt("max_registers")
        let gap = try limits.optionalInt("max_gap")
        try limits.finish()
        return RegisterLimits(maxRegisters: Int(most ?? 125), maxGap: Int(gap ?? 0))
    }

    static func forbidden(
        _ map: inout DocumentMapping, _ context: DeviceMapContext
    ) throws(DocumentError) -> [RegisterSpan] {
        var spans: [RegisterSpan] = []
        for node in try map.optionalNodes("forbidden") ?? [] {
            var range = try DocumentMapping(node, of: .forbiddenRange)
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

    /// Every case of a vocabulary by its word.
    static func namesOf<Word: RawRepresentable & CaseIterable>(
        _ words: Word.Type
    ) -> [String: Word] where Word.RawValue == String {
        Dictionary(uniqueKeysWithValues: Word.allCases.map { ($0.rawValue, $0) })
    }
}

// MARK: - Identity

extension DeviceMap {
    static func identity(
        _ map: inout DocumentMapping, _ values: [Value]
    ) throws(DocumentError) -> [(constant: Constant, place: DocumentPlace)] {
        var constants: [(constant: Constant, place: DocumentPlace)] = []
        for node in try map.optionalNodes("identity") ?? [] {
            var constant = try DocumentMapping(node, of: .registerConstant)
            let value = try Value.named(try constant.node("value"), values)
            let number = try constant.int("is")
            let meaning = try constant.string("means")
            try constant.finish()
            constants.append(
                (Constant(value: value, number: number, meaning: meaning), constant.place))
        }
        return constants
    }

    static func requests(
        _ identity: [(constant: Constant, place: DocumentPlace)], _ forbidden: [RegisterSpan],
        _ limits: RegisterLimits
    ) throws(DocumentError) -> [RegisterRequest] {
        guard let first = identity.first else { return [] }
        do {
            return try RegisterPlan(
                reading: identity.map(\.constant.value.span), forbidden: forbidden, limits: limits
            ).requests
        } catch {
            throw DocumentError(first.place, "identity: \(error)")
        }
    }
}
