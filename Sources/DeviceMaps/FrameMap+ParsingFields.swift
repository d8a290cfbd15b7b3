import Documents

extension FrameMap {
    static func checksum(
        _ map: inout DocumentMapping, _ bounds: FrameBounds
    ) throws(DocumentError) -> FrameChecksum? {
        guard var sum = try map.optionalMapping("checksum") else { return nil }
        let length = Int64(bounds.wholeLength)
        let kind = try sum.choice("kind", DeviceMap.namesOf(FrameChecksum.Kind.self))
        let coding = try sum.choice("coding", DeviceMap.namesOf(FrameChecksum.Coding.self))
        let isDecimal = coding == .decimal
        guard isDecimal == (kind == .crc16) else {
            throw sum.error("a CRC-16 is written as decimal, and nothing else is")
        }
        let width = isDecimal ? Int(try sum.int("width")) : coding == .byte ? 1 : 2
        let result = FrameChecksum(
            kind: kind, coding: coding, from: Int(try sum.int("from", in: 0...length - 1)),
            to: Int(try sum.int("to", in: -length...length - 1)),
            at: Int(try sum.int("at", in: -length...length - 1)), width: width)
        try sum.finish()
        // A sum that no frame can carry would only show on the line, as silence.
        guard bounds.lengths.allSatisfy({ result.fits(length: $0) }) else {
            throw sum.error("checksum: from, to and at are not within every length of a frame")
        }
        return result
    }

    static func constants(
        _ map: inout DocumentMapping, _ context: FrameMapContext
    ) throws(DocumentError) -> [FrameConstant] {
        var constants: [FrameConstant] = []
        for node in try map.optionalNodes("constants") ?? [] {
            var constant = try DocumentMapping(node, of: .frameConstant)
            let text = try FrameMapContext.text(constant.node("text"), "text", width: 1...16)
            let field = try context.field(&constant, width: text.count)
            try constant.finish()
            constants.append(FrameConstant(field: field, bytes: text))
        }
        return constants
    }

    /// What the number is; a claim that the frames do not bear out is refused.
    static func quantity(
        _ weight: inout DocumentMapping, talk: Talk, vocabulary: Set<FrameFact>
    ) throws(DocumentError) -> Quantity {
        let node = try weight.node("quantity")
        let quantity = try weight.choice(
            "quantity",
            ["gross": Quantity.gross, "flagged": .flagged, "displayed": .displayed])
        let hasFlag = vocabulary.contains(.net)
        switch quantity {
        case .gross:
            guard case .polled(let poll) = talk, poll.asksForGross else {
                throw node.error("quantity is gross only where the poll asks for the gross")
            }
        case .flagged where !hasFlag:
            throw node.error("quantity is flagged, but no status says net")
        case .displayed where hasFlag:
            throw node.error("a status says net, so quantity is flagged")
        case .flagged, .displayed: break
        }
        return quantity
    }

    static func status(
        _ map: inout DocumentMapping, _ context: FrameMapContext
    ) throws(DocumentError) -> FrameFieldStatus {
        guard var status = try map.optionalMapping("status") else {
            return FrameFieldStatus(words: [], bits: [])
        }
        var words: [FrameFieldStatus.Words] = []
        for node in try status.optionalNodes("words") ?? [] {
            words.append(try Self.words(node, context))
        }
        var bits: [FrameFieldStatus.Bit] = []
        for node in try status.optionalNodes("bits") ?? [] {
            var bit = try DocumentMapping(node, of: .statusBit)
            let place = try context.bits(&bit)
            let facts = DeviceMap.namesOf(FrameFact.self)
            let set = try bit.optionalChoice("set", facts)
            let clear = try bit.optionalChoice("clear", facts)
            try bit.finish()
            guard place.bits.count == 1, set != nil || clear != nil else {
                throw bit.error("a status bit is one bit that says something when set or clear")
            }
            bits.append(.init(bits: place, whenSet: set, whenClear: clear))
        }
        try status.finish()
        return FrameFieldStatus(words: words, bits: bits)
    }

    private static func words(
        _ node: DocumentNode, _ context: FrameMapContext
    ) throws(DocumentError) -> FrameFieldStatus.Words {
        var word = try DocumentMapping(node, of: .statusWord)
        let field = try context.field(&word)
        let means = try word.node("means")
        try word.finish()
        guard case .mapping(let entries) = means.value else {
            throw means.error("means must say what each word stands for: { ST: stable }")
        }
        // Through the strict reader, for a word that stands there twice.
        _ = try means.mapping(.statusMeanings)
        var meanings: [[UInt8]: [FrameFact]] = [:]
        for entry in entries {
            let text = try FrameMapContext.text(
                entry.key, "status word", width: field.width...field.width)
            meanings[text] = try facts(entry.value)
        }
        return .init(field: field, meanings: meanings)
    }

    /// One fact, or a list of them.
    private static func facts(_ node: DocumentNode) throws(DocumentError) -> [FrameFact] {
        let names = DeviceMap.namesOf(FrameFact.self)
        guard case .sequence(let nodes) = node.value else {
            return [try node.choice("meaning", names)]
        }
        var facts: [FrameFact] = []
        for node in nodes { facts.append(try node.choice("meaning", names)) }
        return facts
    }
}
