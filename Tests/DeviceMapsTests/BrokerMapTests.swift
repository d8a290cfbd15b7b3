import Documents
import Intake
import Testing
import YAML

@testable import DeviceMaps

@Suite("Broker maps")
struct BrokerMapTests {
    private static let text = """
        plates:
          topic: frigate/tracked_object_update
          format: frigate
          cameras: [approach]
          min_confidence: 0.5
        sensors:
          - {name: probe, topic: site/probe, value: /moisture, time: /time, kind: moisture,
             unit: "%", max_age: 60, min: 0, max: 100.0, retained: accept}
          - {name: portal, topic: site/portal, value: "", kind: radiation, unit: cps, max_age: 5}
          - {name: air, topic: site/probe, value: /air/0, kind: temperature, unit: Cel, max_age: 60}
        """
    private let arrival = WallTime(seconds: 2_000, nanoseconds: 0, clock: .synchronised)
    private let monotonic = MonotonicTime(nanoseconds: 500_000_000_000)

    private static func map(_ old: String = "", _ new: String = "") throws -> BrokerMap {
        let edited = old.isEmpty ? text : text.replacing(old, with: new)
        return try BrokerMap(parsing: YAML.parse([UInt8](edited.utf8), file: "site.yaml"))
    }

    private func decode(
        _ topic: String, _ payload: String, isRetained: Bool = false, arrival: WallTime? = nil
    ) throws -> [BrokerItem] {
        try Self.map().decode(
            BrokerMessage(topic: topic, payload: [UInt8](payload.utf8), isRetained: isRetained),
            arrival: arrival ?? self.arrival, monotonic: monotonic)
    }

    private func plate(
        _ plate: String = "\"B-WH 4711\"", score: String = "0.936", camera: String = "approach",
        stamp: String = "1999.32", isRetained: Bool = false
    ) throws -> BrokerItem {
        let items = try decode(
            "frigate/tracked_object_update",
            """
            {"type":"lpr","id":"1.2-ab","name":null,"plate":\(plate),"score":\(score),
             "camera":"\(camera)","timestamp":\(stamp)}
            """, isRetained: isRetained)
        return try #require(items.first)
    }

    private func probe(
        _ payload: String, isRetained: Bool = false, arrival: WallTime? = nil
    ) throws -> SensorReading? {
        let items = try decode("site/probe", payload, isRetained: isRetained, arrival: arrival)
        guard case .sensor(let reading)? = items.first else { return nil }
        return reading
    }

    @Test("every topic is subscribed to once")
    func topics() throws {
        #expect(
            try Self.map().topics == ["frigate/tracked_object_update", "site/portal", "site/probe"])
    }

    @Test("a plate of the camera is a plate read, its confidence in thousandths")
    func plateRead() throws {
        let expected = PlateRead(
            plate: try #require(Plate("BWH4711")), confidencePermille: 936, camera: "approach",
            eventID: "1.2-ab", wall: arrival, monotonic: monotonic)
        #expect(try plate() == .plate(expected))
    }

    @Test(
        "a plate that waited in the broker is dated back and cannot vote for who stands there now")
    func latePlate() throws {
        guard case .plate(let read) = try plate(stamp: "1700.25") else {
            Issue.record("no plate")
            return
        }
        #expect(read.monotonic == MonotonicTime(nanoseconds: 200_000_000_000))
        #expect(
            read.wall == WallTime(seconds: 1_700, nanoseconds: 250_000_000, clock: .synchronised))
    }

    @Test("a stamp from the future, from before our boot, or absurd, still gives a plate")
    func oddStamps() throws {
        for stamp in ["2100", "1", "-9223372036854775807", "1e60", "null"] {
            guard case .plate = try plate(stamp: stamp) else {
                Issue.record("no plate for \(stamp)")
                return
            }
        }
    }

    @Test("what is no plate for this bridge is ignored; what should be one and is not is refused")
    func notPlates() throws {
        let ignored = [
            try plate(camera: "gate"), try plate(score: "0.4"), try plate(isRetained: true),
            try #require(decode("frigate/tracked_object_update", #"{"type":"face"}"#).first),
        ]
        for item in ignored {
            guard case .ignored = item else {
                Issue.record("\(item)")
                return
            }
        }
        let refused = [
            try plate("null"), try plate("\"!\""), try plate(score: "1.2"),
            try plate(score: "\"1\""),
            try #require(decode("frigate/tracked_object_update", "[]").first),
            try #require(decode("frigate/tracked_object_update", "{").first),
        ]
        for item in refused {
            guard case .refused = item else {
                Issue.record("\(item)")
                return
            }
        }
    }

    @Test("a sensor's value is exact and carries its own time")
    func sensor() throws {
        #expect(
            try probe(#"{"moisture":12.40,"time":1990.7}"#)
                == SensorReading(
                    name: "probe", kind: .moisture, mantissa: 1_240, exponent: -2, unit: "%",
                    time: 1_990, quality: .good))
    }

    @Test("one message can feed several sensors")
    func twoSensors() throws {
        let items = try decode("site/probe", #"{"moisture":1,"time":1990,"air":[-3.5]}"#)
        guard items.count == 2, case .sensor(let air) = items[1] else {
            Issue.record("\(items)")
            return
        }
        #expect((air.mantissa, air.exponent, air.time) == (-35, -1, 2_000))
    }

    @Test("a payload may be the value alone")
    func plain() throws {
        guard case .sensor(let reading)? = try decode("site/portal", " 36.2\n").first else {
            Issue.record("no value")
            return
        }
        #expect((reading.mantissa, reading.exponent, reading.quality) == (362, -1, .good))
    }

    @Test(
        "a value says how good it is",
        arguments: [
            (#"{"moisture":12,"time":1939}"#, SensorQuality.stale),
            (#"{"moisture":12,"time":1940}"#, .good),
            (#"{"moisture":100.01,"time":1990}"#, .outOfRange),
            (#"{"moisture":-1,"time":1990}"#, .outOfRange),
            (#"{"moisture":null,"time":1990}"#, .missing),
            (#"{"moisture":"wet","time":1990}"#, .invalid),
            (#"{"moisture":[12],"time":1990}"#, .invalid),
            (#"{"moisture":12345678901234567890123,"time":1990}"#, .invalid),
            (#"{"moisture":12,"time":2061}"#, .unsynchronised),
        ])
    func qualities(payload: String, quality: SensorQuality) throws {
        #expect(try probe(payload)?.quality == quality)
    }

    @Test("without a clock of our own no age is known")
    func unsetClock() throws {
        let unset = WallTime(seconds: 5, nanoseconds: 0, clock: .unset)
        #expect(
            try probe(#"{"moisture":12,"time":1990}"#, arrival: unset)?.quality == .unsynchronised)
    }

    @Test("a retained value is used only where the map accepts it, with its own time")
    func retained() throws {
        #expect(try probe(#"{"moisture":12,"time":1500}"#, isRetained: true)?.quality == .stale)
        guard case .ignored? = try decode("site/portal", "36", isRetained: true).first else {
            Issue.record("a retained value of unknown age was used")
            return
        }
    }

    @Test(
        "a message without the value is refused",
        arguments: [
            #"{"time":1990}"#, #"{"moisture":1}"#, #"{"moisture":1,"time":"now"}"#,
            #"{"moisture":1,"time":9e60}"#, #"{"moisture":1,"time":-9223372036854775807}"#, "",
        ])
    func broken(payload: String) throws {
        guard case .refused? = try decode("site/probe", payload).first else {
            Issue.record("\(payload) was accepted")
            return
        }
    }

    @Test(
        "a mistake in the map is told with its place",
        arguments: [
            ("value: /moisture", "value: moisture", "JSON pointer"),
            ("topic: site/portal", "topic: site/#/a", "must be a topic"),
            ("topic: site/portal", "topic: site/#", "\"device\" must say"),
            ("topic: site/portal", "topic: site/+, device: 1", "neither + nor #"),
            ("max_age: 5", "max_age: 5, zone: Z", "go with \"time\""),
            ("max_age: 5", "max_age: 5, time: /t, zone: Z", "for times as rfc3339"),
            ("value: \"\"", "payload: plain, value: \"\"", "no key value"),
            ("value: \"\"", "payload: senml-json", "must have record"),
            ("name: portal", "name: a/b", "no /"),
            ("max_age: 5", "max_age: 5, availability: {topic: a/+}", "which level"),
            ("max_age: 5", "max_age: 5, words: {ON: yes}", "decimal"),
            ("max_age: 5", "max_age: 5, map: portal.yaml", "cannot be opened"),
            ("max_age: 5", "max_age: 5, retained: accept", "needs \"time\""),
            ("kind: radiation", "kind: radiaton", "radiation"),
            ("min_confidence: 0.5", "min_confidence: 50", "in the range 0 to 1, not 50"),
            ("name: portal", "name: probe", "already"),
            ("cameras:", "camera:", "cameras"),
        ])
    func complaints(old: String, new: String, hint: String) throws {
        let error = try #require(throws: DocumentError.self) { try Self.map(old, new) }
        #expect(error.message.contains(hint), "\(error)")
    }

    @Test("the board keeps the latest of each, marks what grew old, and says what is missing")
    func board() throws {
        let map = try Self.map()
        var board = SensorBoard(map)
        let first = try #require(try probe(#"{"moisture":12,"time":1990}"#))
        let second = try #require(try probe(#"{"moisture":13,"time":1995}"#))
        board.take(first, at: monotonic)
        board.take(second, at: monotonic)
        let now = board.readings(at: monotonic, wall: arrival)
        #expect(now.map(\.name) == ["probe", "portal", "air"])
        #expect(now.map(\.quality) == [.good, .missing, .missing])
        #expect(now[0].mantissa == 13)
        let later = board.readings(
            at: MonotonicTime(nanoseconds: monotonic.nanoseconds + 61_000_000_000), wall: arrival)
        #expect(later[0].quality == .stale)
        let stepped = board.readings(
            at: monotonic, wall: WallTime(seconds: 2_056, nanoseconds: 0, clock: .synchronised))
        #expect(stepped[0].quality == .stale)
    }
}
