import Documents
import Intake

extension FrameFieldWeight {
    /// Reads the keys of `weight` but `quantity`; the caller finishes the mapping.
    init(_ map: inout DocumentMapping, _ context: FrameMapContext) throws(DocumentError) {
        field = try context.field(&map)
        sign = try Self.sign(map.node("sign"), context)
        decimals = try Self.decimals(map.node("decimals"), context)
        isReversed = try map.optionalBool("reversed") ?? false
        var sentinels: [Sentinel] = []
        for node in try map.optionalNodes("not_a_number") ?? [] {
            sentinels.append(try Self.sentinel(node, width: field.width))
        }
        self.sentinels = sentinels
        if var tare = try map.optionalMapping("tare") {
            self.tare = try context.field(&tare)
            try tare.finish()
        } else {
            tare = nil
        }
    }

    private static func sign(
        _ node: DocumentNode, _ context: FrameMapContext
    ) throws(DocumentError) -> Sign {
        if case .scalar = node.value { return try node.choice("sign", ["inside": .inside]) }
        var map = try node.mapping(.frameSign)
        if map.has("bit") {
            let bits = try context.bits(&map)
            let when = try map.int("when")
            try map.finish()
            return .bit(bits, when: Int(when))
        }
        let at = try context.place(&map)
        let plus = try FrameMapContext.text(map.node("plus"), "plus", width: 1...4)
        let minus = try FrameMapContext.text(map.node("minus"), "minus", width: 1...1)
        try map.finish()
        guard !plus.contains(minus[0]) else {
            throw node.error("sign: the same character cannot mean plus and minus")
        }
        return .byte(at: at, plus: plus, minus: minus[0])
    }

    private static func decimals(
        _ node: DocumentNode, _ context: FrameMapContext
    ) throws(DocumentError) -> Decimals {
        if case .scalar = node.value {
            return try node.choice("decimals", ["in_digits": .inDigits, "site": .site])
        }
        var map = try node.mapping(.frameDecimals)
        if map.has("most") {
            let at = try context.place(&map)
            let most = try map.int("most")
            try map.finish()
            return .digit(at: at, most: Int(most))
        }
        let bits = try context.bits(&map)
        let list = try map.node("exponents")
        var exponents: [Int] = []
        for node in try list.nodes("exponents") {
            exponents.append(Int(try node.int("exponent", in: -6...6)))
        }
        let zeros = try map.optionalChoice("dummy_zeros", DeviceMap.namesOf(DummyZeros.self))
        try map.finish()
        guard exponents.count == 1 << bits.bits.count else {
            throw list.error("exponents: \(bits.bits.count) bits have \(1 << bits.bits.count)")
        }
        return .code(bits, exponents: exponents, dummyZeros: zeros)
    }

    private static func sentinel(
        _ node: DocumentNode, width: Int
    ) throws(DocumentError) -> Sentinel {
        var map = try DocumentMapping(node, of: .notANumber)
        let content: Sentinel.Content
        if map.has("only") {
            content = .only(try FrameMapContext.text(map.node("only"), "only", width: 1...1)[0])
        } else if map.has("text") {
            content = .text(try FrameMapContext.text(map.node("text"), "text", width: 1...width))
        } else {
            guard try map.bool("blank") else { throw map.error("blank is true or not written") }
            content = .blank
        }
        let faults = DeviceMap.namesOf(ScaleFault.self).mapValues(Optional.some)
        let fault = try map.choice("says", faults.merging(["not_displayed": nil]) { $1 })
        try map.finish()
        return Sentinel(content: content, fault: fault)
    }
}
