import Testing

@testable import DeviceMaps

@Suite("Topics and their wildcards")
struct TopicPatternTests {
    @Test(
        "a pattern takes the topics that a broker would send for it (MQTT 3.1.1, 4.7)",
        arguments: [
            ("site/moisture", "site/moisture", true), ("site/moisture", "site/moistures", false),
            ("site/+", "site/a", true), ("site/+", "site/", true), ("site/+", "site", false),
            ("site/+", "site/a/b", false), ("+/b", "/b", true), ("site/#", "site/a/b", true),
            ("site/#", "site", true), ("site/#", "other", false), ("#", "a", true),
            ("#", "$SYS/uptime", false), ("+/uptime", "$SYS/uptime", false),
            ("$SYS/#", "$SYS/uptime", true), ("a/+/c/#", "a/b/c/d/e", true),
        ])
    func matching(pattern: String, topic: String, matches: Bool) throws {
        #expect(try #require(TopicPattern(pattern)).matches(topic) == matches)
    }

    @Test("what is no pattern is refused", arguments: ["", "a/#/b", "a#", "a/b+", "+a/b", "a\0"])
    func refused(text: String) {
        #expect(TopicPattern(text) == nil)
        #expect(TopicPattern(String(repeating: "a", count: 1_025)) == nil)
    }

    @Test(
        "an open level names the device, the last one with its slashes",
        arguments: [
            ("tele/+/SENSOR", 2, "tele/bin-4/SENSOR", "bin-4"),
            ("zigbee2mqtt/#", 2, "zigbee2mqtt/hall/north", "hall/north"),
            ("zigbee2mqtt/#", 2, "zigbee2mqtt", nil), ("tele/+/SENSOR", 1, "tele/a/SENSOR", nil),
            ("tele/+/SENSOR", 9, "tele/a/SENSOR", nil),
        ] as [(String, Int, String, String?)])
    func devices(pattern: String, level: Int, topic: String, device: String?) throws {
        #expect(try #require(TopicPattern(pattern)).device(at: level, in: topic) == device)
    }

    @Test("a device's name closes an open level")
    func filled() throws {
        let pattern = try #require(TopicPattern("tele/+/LWT"))
        #expect(pattern.filled(at: 2, with: "bin-4")?.description == "tele/bin-4/LWT")
        #expect(pattern.filled(at: 1, with: "bin-4") == nil)
    }
}
