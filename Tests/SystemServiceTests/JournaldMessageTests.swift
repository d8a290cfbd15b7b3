import SystemService
import Testing

@Suite("A message to the system's log")
struct JournaldMessageTests {
    @Test("a message says what, how urgent, by whom, which event and which error")
    func fields() throws {
        let id = try #require(MessageID("F1F2F3F4-0001-4002-8003-A0B0C0D0E0F0"))
        var message = JournaldMessage(
            "scale silent", priority: .warning, identifier: "weighpost", event: "scale.lost",
            code: "timeout", id: id)
        message.add("scale", "bridge 1")
        let text = """
            MESSAGE=scale silent
            PRIORITY=4
            SYSLOG_IDENTIFIER=weighpost
            MESSAGE_ID=f1f2f3f4000140028003a0b0c0d0e0f0
            WEIGHPOST_EVENT=scale.lost
            WEIGHPOST_CODE=timeout
            WEIGHPOST_SCALE=bridge 1

            """
        #expect(String(decoding: message.bytes, as: UTF8.self) == text)
    }

    @Test("a value with a line's end goes with its length before it, and forges no field")
    func lineEnds() throws {
        var message = JournaldMessage(
            "a\nPRIORITY=0", priority: .info, identifier: "weighpost", event: "e")
        message.add("text", "\n")
        message.add("empty", "")
        let head: [UInt8] = Array("MESSAGE\n".utf8) + [12, 0, 0, 0, 0, 0, 0, 0]
        #expect(message.bytes.starts(with: head + Array("a\nPRIORITY=0\n".utf8)))
        let fields = try NativeFields.read(message.bytes)
        #expect(fields.filter { $0.name == "PRIORITY" }.map(\.value) == ["6"])
        #expect(fields.suffix(2).map(\.value) == ["\n", ""])
    }

    @Test("an event's own message or priority stays apart from the log's")
    func apart() throws {
        var message = JournaldMessage("x", priority: .error, identifier: "weighpost", event: "e")
        message.add("message", "y")
        message.add("priority", "0")
        message.add("_PID", "1")
        let fields = try NativeFields.read(message.bytes)
        #expect(fields.filter { $0.name == "MESSAGE" }.map(\.value) == ["x"])
        #expect(fields.filter { $0.name == "PRIORITY" }.map(\.value) == ["3"])
        #expect(
            fields.map(\.name).suffix(3) == [
                "WEIGHPOST_MESSAGE", "WEIGHPOST_PRIORITY", "WEIGHPOST__PID",
            ])
    }

    @Test(
        "a name that journald would drop is bent to one it takes",
        arguments: [
            ("net", "NET"), ("net kg", "NET_KG"), ("netKg", "NETKG"), ("_PID", "PID"),
            ("__x", "X"), ("2nd", "N2ND"), ("_2nd", "N2ND"), ("größe", "GR__E"),
            ("a=b\nc", "A_B_C"),
            ("", "FIELD"), ("___", "FIELD"), ("秤", "FIELD"), ("a\u{301}", "A_"),
        ])
    func names(given: String, taken: String) {
        #expect(JournaldFieldName(given).text == taken)
    }

    @Test("a name has at most 64 characters")
    func longNames() {
        #expect(JournaldFieldName(String(repeating: "a", count: 1000)).text.utf8.count == 64)
        #expect(JournaldFieldName(String(repeating: "7", count: 64)).text.utf8.count == 64)
    }

    @Test(
        "what names a kind of message for ever is 128 bits and nothing else",
        arguments: [
            "", "f1f2", "g1f2f3f4000140028003a0b0c0d0e0f0",
            "f1f2f3f4000140028003a0b0c0d0e0f0a", "f1f2f3f4000140028003a0b0c0d０",
        ])
    func noMessageID(text: String) {
        #expect(MessageID(text) == nil)
    }
}
