package import Intake

/// Something that happened at the gateway, for people and for machines.
///
/// It names no person: no plate, no party.
package struct GatewayEvent: Sendable {
    /// One value of an event.
    package enum Value: Hashable, Sendable {
        case text(String)
        case number(Int64)
        case flag(Bool)
        case list([String])
    }

    /// How loud it is.
    package enum Level: String, Sendable {
        case info, warning
    }

    /// Who is told of it, beside the lines of JSON and the stream of events.
    package enum Telling: Sendable {
        /// People too, in the system's log.
        case people
        /// Nobody else: another event tells people the same.
        case programs
        /// People alone: it lasts, and programs were told when it began.
        case reminder
    }

    /// The event's stable name, `room.happening`.
    package let name: String
    /// What happened, in words.
    package let text: String
    /// The figures, in the order they read best.
    package let fields: [(name: String, value: Value)]
    package let level: Level
    /// What it is about, where several may be in the same trouble at once: a device, a broker.
    package let subject: String?
    package let telling: Telling

    /// The code of a warning that the manual explains; nil for what is none.
    package var warning: WarningCode? { level == .warning ? WarningCode.of(event: name) : nil }

    package init(
        _ name: String, _ text: String, _ fields: [(name: String, value: Value)] = [],
        level: Level = .info, subject: String? = nil, telling: Telling = .people
    ) {
        (self.name, self.text, self.fields, self.level) = (name, text, fields, level)
        (self.subject, self.telling) = (subject, telling)
    }

    /// Whether it ends what another event of that subject began: without a subject, it ends all of it.
    func ends(_ subject: String?) -> Bool {
        self.subject == nil || subject == nil || self.subject == subject
    }

    /// The event as one line of JSON (RFC 8259), with its time where it is told while it happens.
    package func json(at time: WallTime? = nil) -> String {
        var parts = ["\"event\":\(GatewayEvent.quoted(name))"]
        if let time { parts.append("\"time\":\(GatewayEvent.quoted(time.rfc3339))") }
        parts.append("\"level\":\"\(level.rawValue)\"")
        if let warning { parts.append("\"warning\":\"\(warning.code)\"") }
        parts.append("\"text\":\(GatewayEvent.quoted(text))")
        if let subject { parts.append("\"subject\":\(GatewayEvent.quoted(subject))") }
        for (name, value) in fields {
            parts.append("\(GatewayEvent.quoted(name)):\(GatewayEvent.text(of: value))")
        }
        return "{" + parts.joined(separator: ",") + "}"
    }

    private static func text(of value: Value) -> String {
        switch value {
        case .text(let text): quoted(text)
        case .number(let number): String(number)
        case .flag(let flag): flag ? "true" : "false"
        case .list(let texts): "[" + texts.map(quoted).joined(separator: ",") + "]"
        }
    }

    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case _ where scalar.value < 0x20:
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
