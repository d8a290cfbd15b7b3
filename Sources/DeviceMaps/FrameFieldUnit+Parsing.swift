import Documents
import Intake

extension FrameFieldUnit {
    /// Reads the value of `unit`: a unit, `site`, words of a field, or cases of bits.
    init(_ node: DocumentNode, _ context: FrameMapContext) throws(DocumentError) {
        if case .scalar = node.value {
            let always = FrameMapContext.units.mapValues { Self.always($0) }
            self = try node.choice("unit", always.merging(["site": .site]) { $1 })
            return
        }
        var map = try node.mapping(.frameUnit)
        if map.has("cases") {
            var cases: [Case] = []
            for node in try map.nodes("cases") { cases.append(try Self.case(node, context)) }
            self = .cases(cases)
        } else {
            let field = try context.field(&map)
            var words: [[UInt8]: MassUnit] = [:]
            let node = try map.node("words")
            _ = try node.mapping(.unitWords)
            if case .mapping(let entries) = node.value {
                for entry in entries {
                    let text = try FrameMapContext.text(
                        entry.key, "unit", width: 1...field.width)
                    words[text] = try entry.value.choice("unit", FrameMapContext.units)
                }
            }
            let blank = try map.optionalChoice("blank", ["moving": true])
            self = .words(field, words, blankMeansMoving: blank ?? false)
        }
        try map.finish()
    }

    private static func `case`(
        _ node: DocumentNode, _ context: FrameMapContext
    ) throws(DocumentError) -> Case {
        var map = try DocumentMapping(node, of: .unitCase)
        let unit = try map.choice("unit", FrameMapContext.units)
        var conditions: [Condition] = []
        for node in try map.nodes("when") {
            var condition = try DocumentMapping(node, of: .unitCondition)
            let bits = try context.bits(&condition)
            let value = try condition.int("is")
            try condition.finish()
            conditions.append(Condition(bits: bits, value: Int(value)))
        }
        try map.finish()
        return Case(conditions: conditions, unit: unit)
    }
}
