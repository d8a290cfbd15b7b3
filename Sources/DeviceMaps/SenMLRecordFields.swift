/// The fields of one SenML record, with the base fields that hold for it.
struct SenMLRecordFields {
    /// The version of RFC 8428; a greater one may mean anything.
    private static let version: Int64 = 10

    private let own: [SenMLLabel: SenMLField]
    private let base: [SenMLLabel: SenMLField]

    init(_ own: [SenMLLabel: SenMLField], base: [SenMLLabel: SenMLField]) {
        (self.own, self.base) = (own, base)
    }

    func checkVersion() throws(PayloadError) {
        guard let number = try number(.baseVersion) else { return }
        guard let version = number.floored(to: 0), (1...Self.version).contains(version) else {
            throw PayloadError("written in a later version of SenML")
        }
    }

    /// What was measured; nil for a record that only carries base fields or a sum.
    func content() throws(PayloadError) -> PayloadValue.Content? {
        let values: [SenMLLabel] = [.value, .textValue, .boolValue, .dataValue]
        let given = values.filter { own[$0] != nil }
        guard given.count <= 1 else { throw PayloadError("more than one value") }
        guard let label = given.first, let field = own[label] else { return nil }
        switch (label, field) {
        case (.value, .number(let number)):
            guard let sum = try addBase(.baseValue, to: number) else {
                return .unreadable("base value and value have too many digits")
            }
            return .number(sum)
        case (.textValue, .text(let text)): return .word(text)
        case (.boolValue, .bool(let isTrue)): return .word(isTrue ? "true" : "false")
        case (.dataValue, .data), (.dataValue, .text): return .unreadable("bytes are no value")
        default: throw PayloadError("\(label.json) is of another type")
        }
    }

    /// Base name and name together, in the letters that section 4.5.1 allows.
    func fullName() throws(PayloadError) -> String {
        let name = (try text(.baseName) ?? "") + (try text(.name) ?? "")
        let isNamed = name.first.map { $0.isASCII && ($0.isLetter || $0.isNumber) } ?? false
        guard isNamed, name.utf8.count <= SenMLPack.longestText,
            name.allSatisfy({
                $0.isASCII && ($0.isLetter || $0.isNumber || "-:./_".contains($0))
            })
        else { throw PayloadError("\"\(name.prefix(80))\" is not a name") }
        return name
    }

    func fullUnit() throws(PayloadError) -> String? {
        let base = try text(.baseUnit)
        let unit = try text(.unit) ?? base
        guard (unit?.utf8.count ?? 0) <= SenMLPack.longestText else {
            throw PayloadError("the unit is too long")
        }
        return unit
    }

    /// Base time and time together, in seconds; nil where neither is given: then it was now.
    func fullTime() throws(PayloadError) -> ExactDecimal? {
        let time = try number(.time)
        guard time != nil || base[.baseTime] != nil else { return nil }
        let zero = ExactDecimal(mantissa: 0, exponent: 0)
        guard let sum = try addBase(.baseTime, to: time ?? zero) else {
            throw PayloadError("base time and time have too many digits")
        }
        return sum
    }

    private func addBase(
        _ label: SenMLLabel, to number: ExactDecimal
    ) throws(PayloadError) -> ExactDecimal? {
        guard let addend = try self.number(label) else { return number }
        return number.adding(addend)
    }

    private func number(_ label: SenMLLabel) throws(PayloadError) -> ExactDecimal? {
        switch own[label] ?? base[label] {
        case nil: return nil
        case .number(let number): return number
        default: throw PayloadError("\(label.json) is not a number")
        }
    }

    private func text(_ label: SenMLLabel) throws(PayloadError) -> String? {
        switch own[label] ?? base[label] {
        case nil: return nil
        case .text(let text): return text
        default: throw PayloadError("\(label.json) is not a text")
        }
    }
}
