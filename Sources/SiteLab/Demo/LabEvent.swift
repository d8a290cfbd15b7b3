import Foundation

/// One line of news, in words and as figures: what every program of the lab and the agent print
/// with `--json`, one object a line.
package struct LabEvent: Sendable {
    /// One figure of an event.
    package enum Value: Hashable, Sendable {
        case text(String)
        case number(Int64)
        case flag(Bool)
        case list([String])
    }

    /// The event's stable name, `room.happening`.
    package let name: String
    /// What happened, in words.
    package let text: String
    package let isWarning: Bool
    /// The figures, in the order they were told.
    package let fields: [(name: String, value: Value)]

    package init(
        _ name: String, _ text: String, _ fields: [(name: String, value: Value)] = [],
        isWarning: Bool = false
    ) {
        (self.name, self.text, self.fields) = (name, text, fields)
        self.isWarning = isWarning
    }

    /// The event as one line of JSON (RFC 8259).
    package var json: String {
        var parts = [
            "\"event\":\(LabEvent.quoted(name))",
            "\"level\":\"\(isWarning ? "warning" : "info")\"", "\"text\":\(LabEvent.quoted(text))",
        ]
        parts += fields.map { "\(LabEvent.quoted($0.name)):\(LabEvent.spelled($0.value))" }
        return "{" + parts.joined(separator: ",") + "}"
    }

    /// Reads a line that a program printed; nil when it is no event.
    ///
    /// The figures come in the order of their names; figures of other shapes are left out.
    package init?(json line: String) {
        guard let object = try? JSONSerialization.jsonObject(with: Data(line.utf8)),
            let members = object as? [String: Any], let name = members["event"] as? String
        else { return nil }  // Whatever else a program prints is no news.
        let known: Set = ["event", "level", "text"]
        let fields = members.keys.filter { !known.contains($0) }.sorted().compactMap { key in
            LabEvent.value(members[key]).map { (name: key, value: $0) }
        }
        self.init(
            name, members["text"] as? String ?? "", fields,
            isWarning: members["level"] as? String == "warning")
    }

    package func number(_ field: String) -> Int64? {
        guard case .number(let number) = value(field) else { return nil }
        return number
    }

    package func text(_ field: String) -> String? {
        guard case .text(let text) = value(field) else { return nil }
        return text
    }

    package func flag(_ field: String) -> Bool {
        value(field) == .flag(true)
    }

    package func list(_ field: String) -> [String] {
        guard case .list(let list) = value(field) else { return [] }
        return list
    }

    private func value(_ field: String) -> Value? {
        fields.first { $0.name == field }?.value
    }

    private static func value(_ member: Any?) -> Value? {
        switch member {
        case let text as String: .text(text)
        case let list as [String]: .list(list)
        case let number as NSNumber:
            // A JSON truth value is an NSNumber too, told apart by its type alone.
            number.objCType.pointee == CChar(UInt8(ascii: "c"))
                ? .flag(number.boolValue) : .number(number.int64Value)
        default: nil
        }
    }

    private static func spelled(_ value: Value) -> String {
        switch value {
        case .text(let text): quoted(text)
        case .number(let number): String(number)
        case .flag(let flag): flag ? "true" : "false"
        case .list(let texts): "[" + texts.map(quoted).joined(separator: ",") + "]"
        }
    }

    private static func quoted(_ text: String) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .withoutEscapingSlashes
        do {
            return String(decoding: try encoder.encode(text), as: UTF8.self)
        } catch {
            preconditionFailure("a text is always JSON: \(error)")
        }
    }
}
