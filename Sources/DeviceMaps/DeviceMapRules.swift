import Documents
import Intake

/// Reads what a map says of status, point, unit and heartbeat.
struct DeviceMapRules {
    let bits: DeviceMapBits

    func status(_ map: inout DocumentMapping) throws(DocumentError) -> StatusMap {
        var status = try map.mapping("status")
        let stable = try bits.bits("stable", in: &status)
        guard !stable.isEmpty else {
            throw status.error("status must have stable: without it no weight is ever captured")
        }
        let result = StatusMap(
            stable: stable,
            net: try bits.optionalBit("net", in: &status),
            inZeroRange: try bits.optionalBit("in_zero_range", in: &status),
            busy: try bits.optionalBit("busy", in: &status),
            valid: try bits.bits("valid", in: &status),
            alike: try bits.bits("alike", in: &status),
            faults: try faults(&status))
        try status.finish()
        return result
    }

    private func faults(_ status: inout DocumentMapping) throws(DocumentError) -> [FaultRule] {
        var rules: [FaultRule] = []
        for node in try status.optionalNodes("faults") ?? [] {
            var rule = try DocumentMapping(node, of: .faultRule)
            if rule.has("bits") {
                let field = try bits.field(&rule)
                let codes = try bits.codes(of: field, as: .faultCode, in: &rule, Self.fault)
                rules.append(.numbered(field, codes))
            } else {
                let bit = try bits.bit(&rule)
                rules.append(.bit(bit, try Self.fault(&rule)))
            }
            try rule.finish()
        }
        return rules
    }

    /// A fault and what the manual calls it.
    static func fault(_ mapping: inout DocumentMapping) throws(DocumentError) -> ScaleFault {
        let fault = try mapping.choice("fault", DeviceMap.namesOf(ScaleFault.self))
        _ = try mapping.string("means")
        return fault
    }

    func point(_ map: inout DocumentMapping) throws(DocumentError) -> PointRule {
        guard let node = map.optionalNode("decimals") else { return .site }
        guard case .mapping = node.value else {
            return .fixed(-Int(try node.int("decimals", in: -6...6)))
        }
        var rule = try node.mapping(.decimalsRule)
        guard let bitsOfOne = try rule.optionalNodes("one_hot") else {
            let field = try bits.field(&rule)
            let codes = try bits.codes(
                of: field, as: .decimalsCode, in: &rule, Self.exponent)
            try rule.finish()
            return .numbered(field, codes)
        }
        let value = try bits.source(&rule)
        var exponents: [Int: Int] = [:]
        for node in bitsOfOne {
            var bit = try DocumentMapping(node, of: .decimalsBit)
            let number = Int(try bit.int("bit", in: 0...Int64(value.bitWidth - 1)))
            exponents[number] = try Self.exponent(&bit)
            try bit.finish()
        }
        try rule.finish()
        return .oneHot(value: value.name, exponents)
    }

    private static func exponent(_ mapping: inout DocumentMapping) throws(DocumentError) -> Int {
        -Int(try mapping.int("decimals"))
    }

    func unit(_ map: inout DocumentMapping) throws(DocumentError) -> UnitRule {
        guard let node = map.optionalNode("unit") else { return .site }
        guard case .mapping = node.value else { return .fixed(try node.choice("unit", Self.units)) }
        var rule = try node.mapping(.unitRule)
        let field = try bits.field(&rule)
        let codes = try bits.codes(of: field, as: .unitCode, in: &rule) {
            code throws(DocumentError) in try code.choice("unit", Self.units)
        }
        try rule.finish()
        return .numbered(field, codes)
    }

    private static let units = Dictionary(
        uniqueKeysWithValues: MassUnit.allCases.map { ($0.symbol, $0) })

    func heartbeat(_ map: inout DocumentMapping) throws(DocumentError) -> Heartbeat? {
        guard var beat = try map.optionalMapping("heartbeat") else { return nil }
        let value = try DeviceMap.Value.named(try beat.node("value"), bits.values)
        let staleAfter = try beat.int("stale_after")
        try beat.finish()
        return Heartbeat(value: value.name, staleAfter: staleAfter)
    }
}
