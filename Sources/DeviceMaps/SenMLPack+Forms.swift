extension SenMLPack {
    /// Reads the JSON form (RFC 8428, section 5).
    init(_ text: JSONValue) throws(PayloadError) {
        guard case .array(let records) = text else { throw PayloadError("SenML is a list") }
        var fields: [[SenMLLabel: SenMLField]] = []
        for record in records {
            guard case .object(let members) = record else {
                throw PayloadError("a SenML record is an object")
            }
            var labels: [SenMLLabel: SenMLField] = [:]
            for (name, value) in members {
                guard let label = try Self.label(name) else { continue }
                labels[label] = try Self.field(value, label)
            }
            fields.append(labels)
        }
        try self.init(resolving: fields)
    }

    /// Reads the CBOR form (RFC 8428, section 6).
    init(_ item: LooseCBOR) throws(PayloadError) {
        guard case .array(let records) = item else { throw PayloadError("SenML is a list") }
        var fields: [[SenMLLabel: SenMLField]] = []
        for record in records {
            guard case .map(let pairs) = record else {
                throw PayloadError("a SenML record is a map")
            }
            var labels: [SenMLLabel: SenMLField] = [:]
            for pair in pairs {
                guard let label = try Self.label(pair.key) else { continue }
                guard labels.updateValue(try Self.field(pair.value, label), forKey: label) == nil
                else { throw PayloadError("\(label.json) comes twice") }
            }
            fields.append(labels)
        }
        try self.init(resolving: fields)
    }

    /// Nil for a label of an extension that may be left aside.
    ///
    /// A trailing underscore says that who does not know the field must not use the record
    /// (section 4.4).
    private static func label(_ name: String) throws(PayloadError) -> SenMLLabel? {
        guard !name.hasSuffix("_") else {
            throw PayloadError("field \(name.prefix(40)) must be understood and is not")
        }
        return SenMLLabel(json: name)
    }

    private static func label(_ key: LooseCBOR) throws(PayloadError) -> SenMLLabel? {
        switch key {
        case .number(let number) where number.exponent == 0:
            return SenMLLabel(rawValue: Int(number.mantissa))
        case .text(let name):
            // The names of JSON have no meaning here; only whether it must be understood has.
            _ = try label(name)
            return nil
        default: throw PayloadError("a label is a whole number or a text")
        }
    }

    private static func field(
        _ value: JSONValue, _ label: SenMLLabel
    ) throws(PayloadError) -> SenMLField {
        switch value {
        case .string(let text): return .text(text)
        case .bool(let isTrue): return .bool(isTrue)
        case .number(let digits):
            guard let number = ExactDecimal(digits) else {
                throw PayloadError("\(label.json) has too many digits")
            }
            return .number(number)
        default: throw PayloadError("\(label.json) is of another type")
        }
    }

    private static func field(
        _ value: LooseCBOR, _ label: SenMLLabel
    ) throws(PayloadError) -> SenMLField {
        switch value {
        case .number(let number): return .number(number)
        case .text(let text): return .text(text)
        case .bool(let isTrue): return .bool(isTrue)
        case .bytes: return .data
        default: throw PayloadError("\(label.json) is of another type")
        }
    }
}
