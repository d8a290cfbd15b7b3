import Intake
import Testing
import YAML

@testable import DeviceMaps

@Suite("Sensors of many devices")
struct SensorBoardTests {
    private static let text = """
        sensors:
          - {name: moisture, topic: site/+/probe, device: 2, value: /m, time: /t, kind: moisture,
             unit: "%", max_age: 60, time_format: rfc3339, zone: "+08:00",
             availability: {topic: site/+/status, device: 2}}
          - {name: door, topic: site/door, payload: plain, kind: other, unit: "1", max_age: 60,
             words: {OPEN: 1, SHUT: 0}, availability: {topic: site/bridge, value: /state,
             online: up, offline: down}}
          - {name: dust, topic: site/dust, payload: senml-json, record: "x:dust", kind: other,
             unit: ug/m3, max_age: 60, retained: accept}
          - {name: air, topic: site/air, value: /a, kind: temperature, unit: Cel, max_age: 60,
             absent: ignore}
          - {name: count, topic: site/air, value: /n, kind: other, unit: "1", max_age: 60,
             absent: zero}
        """
    private let now = MonotonicTime(nanoseconds: 500_000_000_000)
    private let wall = WallTime(seconds: 1_764_151_200, nanoseconds: 0, clock: .synchronised)
    private let map: BrokerMap
    private var board: SensorBoard

    init() throws {
        map = try BrokerMap(parsing: YAML.parse([UInt8](Self.text.utf8), file: "site.yaml"))
        board = SensorBoard(map)
    }

    private func items(
        _ topic: String, _ payload: String, isRetained: Bool = false
    ) -> [BrokerItem] {
        map.decode(
            BrokerMessage(topic: topic, payload: [UInt8](payload.utf8), isRetained: isRetained),
            arrival: wall, monotonic: now)
    }

    private mutating func hear(_ topic: String, _ payload: String) {
        for item in items(topic, payload) {
            switch item {
            case .sensor(let reading): board.take(reading, at: now)
            case .availability(let word): board.take(word)
            default: break
            }
        }
    }

    private func readings(_ sensor: String) -> [SensorReading] {
        board.readings(at: now, wall: wall).filter { $0.name.hasPrefix(sensor) }
    }

    private func isRefused(_ item: BrokerItem?) -> Bool {
        if case .refused? = item { true } else { false }
    }

    private func isIgnored(_ item: BrokerItem?) -> Bool {
        if case .ignored? = item { true } else { false }
    }

    @Test("each device of a pattern stands for itself, by its name")
    mutating func devices() {
        #expect(readings("moisture").map(\.name) == ["moisture"])
        #expect(readings("moisture").map(\.quality) == [.missing])
        hear("site/b/probe", #"{"m":12,"t":"2025-11-26T10:00:00Z"}"#)
        hear("site/a/probe", #"{"m":13,"t":"2025-11-26T17:58:00"}"#)
        #expect(readings("moisture").map(\.name) == ["moisture/a", "moisture/b"])
        #expect(readings("moisture").map(\.quality) == [.stale, .good])
        #expect(readings("moisture").map(\.time) == [1_764_151_080, 1_764_151_200])
    }

    @Test("a device that says goodbye is offline until it speaks or says hello")
    mutating func goodbye() {
        hear("site/a/probe", #"{"m":13,"t":"2025-11-26T10:00:00Z"}"#)
        hear("site/b/status", "offline")
        hear("site/a/status", "offline")
        #expect(readings("moisture").map(\.quality) == [.offline, .offline])
        #expect(readings("moisture").map(\.mantissa) == [13, 0])
        hear("site/a/status", "online")
        hear("site/b/probe", #"{"m":14,"t":"2025-11-26T10:00:00Z"}"#)
        #expect(readings("moisture").map(\.quality) == [.good, .good])
    }

    @Test("who speaks for a device may say that it is gone")
    mutating func bridge() {
        hear("site/door", "OPEN")
        #expect(readings("door").map(\.mantissa) == [1])
        hear("site/bridge", #"{"state":"down"}"#)
        #expect(readings("door").map(\.quality) == [.offline])
        #expect(isRefused(items("site/bridge", #"{"state":"sideways"}"#).first))
        #expect(isRefused(items("site/bridge", "sideways").first))
        hear("site/bridge", "up")
        #expect(readings("door").map(\.quality) == [.good])
    }

    @Test("a word nobody gave a meaning is invalid, and so is another unit")
    mutating func words() {
        hear("site/door", "AJAR")
        #expect(readings("door").map(\.quality) == [.invalid])
        hear("site/door", "1 V")
        #expect(readings("door").map(\.quality) == [.invalid])
        hear("site/dust", #"[{"bn":"x:","n":"dust","u":"mg/m3","v":4}]"#)
        #expect(readings("dust").map(\.quality) == [.invalid])
        hear("site/dust", #"[{"bn":"x:","n":"dust","u":"ug/m3","v":4}]"#)
        #expect(readings("dust").map(\.quality) == [.good])
    }

    @Test("a retained SenML value counts only when it says when it was measured")
    func retainedRecord() {
        let timeless = #"[{"n":"x:dust","v":4}]"#
        #expect(isIgnored(items("site/dust", timeless, isRetained: true).first))
        let dated = #"[{"n":"x:dust","v":4,"t":1764151190}]"#
        guard case .sensor(let reading)? = items("site/dust", dated, isRetained: true).first else {
            Issue.record("no value")
            return
        }
        #expect((reading.time, reading.quality) == (1_764_151_190, .good))
    }

    @Test("a value that is not in a message is left alone, or zero, as the map says")
    func absent() {
        let items = items("site/air", "{}")
        #expect(isIgnored(items.first))
        guard case .sensor(let zero)? = items.last else {
            Issue.record("no zero")
            return
        }
        #expect((zero.name, zero.mantissa, zero.quality) == ("count", 0, .good))
    }

    @Test("a message without the value is told with the names that it has, and nothing else of it")
    func otherNames() {
        let payload =
            #"{"moisture":13,"t":"2025-11-26T10:00:00Z","Mr Smith":1,"AB-1234":2,"CD9":3}"#
        guard case .refused(let reason)? = items("site/a/probe", payload).first else {
            Issue.record("not refused")
            return
        }
        #expect(reason == "moisture/a: nothing at /m; the message has moisture, t")
    }

    @Test("a device without a usable name, or with a time that is none, is refused")
    func refused() {
        let good = #"{"m":13,"t":"2025-11-26T10:00:00Z"}"#
        let long = String(repeating: "x", count: 65)
        #expect(isRefused(items("site/\(long)/probe", good).first))
        #expect(isRefused(items("site//probe", good).first))
        #expect(isRefused(items("site/a\u{07}/probe", good).first))
        #expect(isRefused(items("site/\(long)/status", "offline").first))
        #expect(isRefused(items("site/a/probe", #"{"m":13,"t":"26.11.2025 10:00"}"#).first))
        #expect(isRefused(items("site/a/probe", #"{"m":13,"t":1764151200}"#).first))
    }

    @Test("a time without a zone is refused where the map names none")
    func zoneless() throws {
        let text = Self.text.replacing(", zone: \"+08:00\"", with: "")
        let map = try BrokerMap(parsing: YAML.parse([UInt8](text.utf8), file: "site.yaml"))
        let payload = [UInt8](#"{"m":13,"t":"2025-11-26T10:00:00"}"#.utf8)
        let items = map.decode(
            BrokerMessage(topic: "site/a/probe", payload: payload, isRetained: false),
            arrival: wall, monotonic: now)
        #expect(isRefused(items.first))
    }

    @Test("whoever invents device names does not fill the memory")
    mutating func manyDevices() {
        for number in 0..<1_000 {
            hear("site/\(number)/probe", #"{"m":13,"t":"2025-11-26T10:00:00Z"}"#)
            hear("site/x\(number)/status", "offline")
        }
        #expect(readings("moisture").count == SensorBoard.mostDevices)
    }
}
