/// The content of one message, taken apart once for every value that is read from it.
package enum Payload: Sendable, Hashable {
    case text(String)
    case json(JSONValue)
    case senml(SenMLPack)

    /// Some names of the members of a JSON object, for whoever looks for a value.
    ///
    /// Words of plain letters alone: where devices or vehicles are keys, these are not told.
    var memberNames: [String] {
        guard case .json(.object(let members)) = self else { return [] }
        let plain = members.keys.filter { name in
            (1...16).contains(name.utf8.count)
                && name.allSatisfy { $0.isASCII && ($0.isLetter || $0 == "_") }
        }
        return Array(plain.sorted().prefix(8))
    }
}

/// Where in a payload a value stands.
package enum ValuePlace: Sendable, Hashable, CustomStringConvertible {
    /// The payload is the value.
    case whole
    /// A place of a JSON text.
    case pointer(JSONPointer)
    /// The record of a SenML pack with this name, base name included.
    case record(String)
    /// A metric of a Sparkplug edge node.
    case metric(SparkplugPlace)

    package var description: String {
        switch self {
        case .whole: "the payload"
        case .pointer(let pointer): pointer.description.isEmpty ? "the payload" : "\(pointer)"
        case .record(let name): "record \(name)"
        case .metric(let place): "metric \(place.metric)"
        }
    }
}

/// A value as it stands in a payload, with what the payload says about it.
struct PayloadValue: Sendable, Hashable {
    enum Content: Sendable, Hashable {
        case number(ExactDecimal)
        /// A text, or `true` or `false`.
        case word(String)
        /// The sender says that it has no value.
        case null
        /// Something that can never be a value, or more digits than we hold.
        case unreadable(String)
    }

    let content: Content
    /// The unit the payload names, if it does.
    let unit: String?
    /// When it was measured; nil where the payload does not say.
    let time: PayloadTime?
}

/// When a payload says that its value was measured.
enum PayloadTime: Sendable, Hashable {
    /// Milliseconds since 1970.
    case at(milliseconds: Int64)
    /// Milliseconds before (negative) or after the arrival.
    case fromArrival(milliseconds: Int64)

    /// Milliseconds since 1970, for a message that arrived at a time; nil on overflow.
    func milliseconds(arrival: Int64) -> Int64? {
        switch self {
        case .at(let milliseconds): return milliseconds
        case .fromArrival(let milliseconds):
            let (sum, overflow) = arrival.addingReportingOverflow(milliseconds)
            return overflow ? nil : sum
        }
    }
}

extension Payload {
    /// The value at a place; nil where the payload has no such place.
    ///
    /// A time that `clock` points at and that cannot be read is an error; one that is not there
    /// as well, for a value without its time would pass for a new one.
    func value(
        at place: ValuePlace, clock: PayloadClock?
    ) throws(PayloadError) -> PayloadValue? {
        switch (self, place) {
        case (.text(let text), .whole): return PayloadValue(plain: text)
        case (.json(let text), .pointer(let pointer)):
            guard let found = pointer.value(in: text) else { return nil }
            return PayloadValue(
                content: .init(found), unit: nil, time: try clock?.time(in: text))
        case (.senml(let pack), .record(let name)):
            return pack.latest(named: name).map(PayloadValue.init)
        default: throw PayloadError("\(place) is no place of such a payload")
        }
    }
}

extension PayloadValue {
    /// A number, with a unit behind it or not, or a word.
    init(plain text: String) {
        let digits = text.prefix { $0.isASCII && ($0.isNumber || "+-.eE".contains($0)) }
        let rest = text.dropFirst(digits.count)
        guard let number = ExactDecimal(String(digits)) else {
            self.init(content: text.isEmpty ? .null : .word(text), unit: nil, time: nil)
            return
        }
        let unit = rest.drop(while: \.isWhitespace)
        self.init(content: .number(number), unit: unit.isEmpty ? nil : String(unit), time: nil)
    }
}

extension PayloadValue.Content {
    init(_ value: JSONValue) {
        switch value {
        case .null: self = .null
        case .bool(let isTrue): self = .word(isTrue ? "true" : "false")
        case .string(let text): self = .word(text)
        case .number(let digits):
            self =
                ExactDecimal(digits).map(Self.number)
                ?? .unreadable("\(digits.prefix(40)) has too many digits")
        case .array, .object: self = .unreadable("a list or an object is no value")
        }
    }
}
