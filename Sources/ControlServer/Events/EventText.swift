/// Server-sent events as bytes (HTML, section 9.2 "Server-sent events").
enum EventText {
    /// A comment: no event for anybody, and a sign of life.
    static let comment = Array(":\n\n".utf8)
    /// What a listener gets at once: how soon to come again, milliseconds.
    static let opening = Array("retry: 3000\n\n".utf8)
    /// The last event of one who read too slowly.
    static let overrun = Array(
        "event: overrun\ndata: {\"error\":\"you read too slowly; come again\"}\n\n".utf8)

    /// The first event of one who was away for longer than events are kept, or over a start.
    static let missed = Array(
        "event: missed\ndata: {\"error\":\"events before this one are no longer kept\"}\n\n".utf8)

    static func event(_ name: String, _ json: String, id: EventID) -> [UInt8] {
        var text = "id: \(id.text)\nevent: \(oneLine(name))\n"
        for line in json.split(whereSeparator: \.isNewline) { text += "data: \(line)\n" }
        return Array((text + "\n").utf8)
    }

    private static func oneLine(_ text: String) -> String {
        String(text.map { $0.isNewline ? " " : $0 })
    }
}
