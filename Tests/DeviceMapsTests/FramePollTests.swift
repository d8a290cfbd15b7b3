import DeviceMaps
import Documents
import Intake
import Testing

@Suite("What an indicator may be asked")
struct FramePollTests {
    private func question(_ name: String, address: Int = 1) throws -> [UInt8] {
        let address = try #require(FrameAddress(address))
        guard case .polled(let poll) = try FrameMaps.map(name).talk else { return [] }
        return poll.request(address: address)
    }

    @Test("each family's question is the bytes of its manual")
    func questions() throws {
        #expect(try question("flintec/bsi") == Array("01B5D\r\n".utf8))
        #expect(try question("flintec/bsi", address: 12) == Array("12B5B\r\n".utf8))
        #expect(try question("sma/standard") == Array("\nW\r".utf8))
        #expect(try question("gram/pc0") == Array("$".utf8))
        #expect(try question("yaohua/xk3190-command") == Array("\u{2}AB03\u{3}".utf8))
        #expect(try question("yaohua/xk3190-command", address: 3) == Array("\u{2}CB01\u{3}".utf8))
        #expect(FrameAddress(0) == nil && FrameAddress(27) == nil)
    }

    @Test(
        "a command that acts cannot be written in a map",
        arguments: [
            ("flintec/bsi", "T", "tares"), ("flintec/bsi", "Z", "zeroes"),
            ("flintec/bsi", "C", "clears"), ("flintec/bsi", "P", "print"),
            ("flintec/bsi", "G", "voltage"), ("flintec/bsi", "W", "outputs"),
            ("flintec/bsi", "BT", "not known"), ("flintec/bsi", "b", "not known"),
            ("sma/standard", "Z", "zeroes"), ("sma/standard", "T", "tares"),
            ("sma/standard", "C", "clears"), ("sma/standard", "W\\r\\nZ", "not known"),
            ("yaohua/xk3190-command", "G", "clears all records"),
            ("yaohua/xk3190-command", "H", "zeroes"), ("yaohua/xk3190-command", "I", "tares"),
            ("yaohua/xk3190-command", "E", "writes memory"),
            ("gram/pc0", "T", "not known"),
        ])
    func denied(name: String, command: String, hint: String) throws {
        let old =
            name == "gram/pc0"
            ? "command: \"$\"" : name == "sma/standard" ? "command: W" : "command: B"
        let error = try #require(throws: DocumentError.self) {
            try FrameMaps.map(name, replacing: old, with: "command: \"\(command)\"")
        }
        #expect(error.message.contains(hint), "\(error)")
    }

    @Test("a family whose commands act has no word in a map")
    func families() throws {
        for family in ["systec", "rinstrum", "mt_sics", "raw"] {
            #expect(throws: DocumentError.self) {
                try FrameMaps.map(
                    "sma/standard", replacing: "family: sma", with: "family: \(family)")
            }
        }
        #expect(throws: DocumentError.self) {
            try FrameMaps.map(
                "sma/standard", replacing: "period: 200", with: "period: 200, bytes: \"0A 5A 0D\"")
        }
    }

    @Test("a gross is claimed only where the gross was asked for")
    func gross() throws {
        let error = try #require(throws: DocumentError.self) {
            try FrameMaps.map(
                "yaohua/xk3190-command", replacing: "command: B", with: "command: D")
        }
        #expect(error.message.contains("gross"))
    }

    @Test("the answer of another address is nobody's weight")
    func foreign() throws {
        let map = try FrameMaps.map("flintec/bsi")
        let frame = try #require(try FrameMaps.frames("flintec/bsi").first)
        #expect(try FrameMaps.reading(frame, with: map).shown.digits == 1_234)
        let other = try #require(FrameAddress(2))
        let error = #expect(throws: FrameError.self) {
            try FrameMaps.reading(frame, with: map, address: other)
        }
        #expect(error?.code == .foreign)
    }
}
