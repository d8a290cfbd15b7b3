import Documents
import Intake

/// Reads what a map says of single bits and of numbers packed into bits.
struct DeviceMapBits {
    let values: [DeviceMap.Value]
    /// The value that is meant where a bit does not say `of`; nil where it has to.
    let usual: DeviceMap.Value?

    func optionalBit(
        _ key: String, in mapping: inout DocumentMapping
    ) throws(DocumentError) -> StatusBit? {
        guard var bit = try mapping.optionalNode(key)?.mapping(.registerBit, named: key) else {
            return nil
        }
        let read = try self.bit(&bit)
        try bit.finish()
        return read
    }

    /// One bit, or a list of bits that must all hold; empty where the key is missing.
    func bits(
        _ key: String, in mapping: inout DocumentMapping
    ) throws(DocumentError) -> [StatusBit] {
        guard let node = mapping.optionalNode(key) else { return [] }
        return try bits(in: node, named: key, as: .registerBit)
    }

    /// One bit, or a list of bits that must all hold.
    func bits(
        in node: DocumentNode, named name: String, as shape: DocumentShape
    ) throws(DocumentError) -> [StatusBit] {
        var nodes = [node]
        if case .sequence(let several) = node.value { nodes = several }
        var bits: [StatusBit] = []
        for node in nodes {
            var bit = try DocumentMapping(node, of: shape, named: name)
            bits.append(try self.bit(&bit))
            try bit.finish()
        }
        return bits
    }

    /// `of`, `bit` and `when` of a mapping, which the caller finishes.
    func bit(_ mapping: inout DocumentMapping) throws(DocumentError) -> StatusBit {
        let value = try source(&mapping)
        let bit = try mapping.int("bit", in: 0...Int64(value.bitWidth - 1))
        let when = try mapping.int("when")
        return StatusBit(value: value.name, bit: Int(bit), holdsWhen: when == 1)
    }

    /// `of` and `bits` of a mapping, which the caller finishes.
    func field(_ mapping: inout DocumentMapping) throws(DocumentError) -> StatusField {
        let value = try source(&mapping)
        let node = try mapping.node("bits")
        let ends = try mapping.string("bits")
            .split(separator: ".", omittingEmptySubsequences: false).map { Int($0) }
        guard ends.count == 3, let low = ends[0], ends[1] == nil, let high = ends[2],
            (0..<value.bitWidth).contains(low), (low..<value.bitWidth).contains(high)
        else {
            throw node.error(
                "bits are written as 13..15, lowest first, within 0..\(value.bitWidth - 1)")
        }
        return StatusField(value: value.name, bits: low...high)
    }

    /// The `codes` of a field: what each of its numbers means, by `read`; none twice.
    func codes<Meaning>(
        of field: StatusField, as shape: DocumentShape, in mapping: inout DocumentMapping,
        _ read: (inout DocumentMapping) throws(DocumentError) -> Meaning
    ) throws(DocumentError) -> [UInt64: Meaning] {
        let highest = field.bits.count >= 63 ? Int64.max : Int64(1) << Int64(field.bits.count) - 1
        var codes: [UInt64: Meaning] = [:]
        for node in try mapping.nodes("codes") {
            var code = try DocumentMapping(node, of: shape)
            let number = UInt64(try code.int("code", in: 0...highest))
            let meaning = try read(&code)
            try code.finish()
            guard codes.updateValue(meaning, forKey: number) == nil else {
                throw DocumentError(code.place, "code \(number) is named twice")
            }
        }
        return codes
    }

    func source(_ mapping: inout DocumentMapping) throws(DocumentError) -> DeviceMap.Value {
        guard let node = mapping.optionalNode("of") else {
            if let usual { return usual }
            throw mapping.error("say \"of\": the value whose bits are meant")
        }
        let value = try DeviceMap.Value.named(node, values)
        guard value.codec.type.hasBits else {
            throw node.error("\"\(value.name)\" is a \(value.codec.type) and has no bits")
        }
        return value
    }
}

extension DeviceMap.Value {
    /// How many bits the value has.
    var bitWidth: Int {
        codec.type == .bits ? codec.wordCount : min(64, 16 * codec.wordCount)
    }

    /// The value a map names at some place.
    static func named(
        _ node: DocumentNode, _ values: [DeviceMap.Value]
    ) throws(DocumentError) -> DeviceMap.Value {
        guard case .scalar(let name, _) = node.value,
            let value = values.first(where: { $0.name == name })
        else {
            throw DocumentError(
                node.place,
                "not the name of a value of this map; there are "
                    + values.map(\.name).joined(separator: ", "))
        }
        return value
    }
}
