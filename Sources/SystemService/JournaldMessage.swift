/// One message to the system's log, with its fields.
///
/// Written in the Journal Export Format (systemd.io/JOURNAL_EXPORT_FORMATS), which the native
/// protocol uses too (systemd.io/JOURNAL_NATIVE_PROTOCOL).
package struct JournaldMessage: Sendable {
    /// How urgent it is: the levels of syslog(3), as they are numbered there.
    package enum Priority: Int, Sendable {
        case emergency, alert, critical, error, warning, notice, info, debug
    }

    /// What is said, in words.
    private let text: String
    /// The other fields, in the order they are written.
    private var fields: [(name: JournaldFieldName, value: String)]

    /// A message of an event: `event` is its stable name, `code` that of the error behind it.
    package init(
        _ text: String, priority: Priority, identifier: String, event: String,
        code: String? = nil, id: MessageID? = nil
    ) {
        self.text = text
        fields = [
            (JournaldFieldName("PRIORITY"), String(priority.rawValue)),
            (JournaldFieldName("SYSLOG_IDENTIFIER"), identifier),
        ]
        if let id { fields.append((JournaldFieldName("MESSAGE_ID"), id.text)) }
        add("EVENT", event)
        if let code { add("CODE", code) }
    }

    /// Adds a figure of the event, under `WEIGHPOST_` and its name.
    ///
    /// The prefix keeps an event's `message` or `priority` apart from the log's own.
    package mutating func add(_ name: String, _ value: String) {
        fields.append((JournaldFieldName("WEIGHPOST_" + name), value))
    }

    /// The message as it is sent.
    package var bytes: [UInt8] { bytes(afterLosing: 0) }

    /// The message as it is sent after some that nobody heard: people read it, machines count it.
    func bytes(afterLosing lost: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        let note =
            lost == 1 ? "1 message before it was lost" : "\(lost) messages before it were lost"
        let said = lost == 0 ? text : "\(text) (\(note))"
        JournaldMessage.append("MESSAGE", said, to: &bytes)
        for (name, value) in fields { JournaldMessage.append(name.text, value, to: &bytes) }
        if lost > 0 { JournaldMessage.append("WEIGHPOST_LOST", String(lost), to: &bytes) }
        return bytes
    }

    /// One field: in a line, or with its length before it when it holds a line's end.
    private static func append(_ name: String, _ value: String, to bytes: inout [UInt8]) {
        let newline = UInt8(ascii: "\n")
        bytes += name.utf8
        if value.utf8.contains(newline) {
            bytes.append(newline)
            withUnsafeBytes(of: UInt64(value.utf8.count).littleEndian) { bytes += $0 }
        } else {
            bytes.append(UInt8(ascii: "="))
        }
        bytes += value.utf8
        bytes.append(newline)
    }
}
