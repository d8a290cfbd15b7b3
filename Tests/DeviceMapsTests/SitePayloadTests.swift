import Documents
import Intake
import TestKit
import Testing
import YAML

@testable import DeviceMaps

@Suite("Payload maps at a site")
struct SitePayloadTests {
    private static func map(_ text: String) throws -> BrokerMap {
        try BrokerMap(parsing: YAML.parse([UInt8](text.utf8), file: "site.yaml")) {
            (path) throws(DocumentError) in
            do {
                return MapDocument(
                    try ShippedPayloadMapTests.node(path),
                    bytes: [UInt8](try ShippedPayloadMapTests.text(path).utf8))
            } catch {
                let place = DocumentPlace(file: path, line: 1, column: 1)
                throw (error as? DocumentError) ?? DocumentError(place, "\(error)")
            }
        }
    }

    @Test("a site names a map, the device and its zone, and has its values under its own name")
    func bound() throws {
        let map = try Self.map(
            """
            sensors:
              - {map: tasmota/ds18b20.yaml, name: pit, topic: tele/bin-4/SENSOR, zone: "+01:00",
                 max_age: 60}
            """)
        #expect(map.topics == ["tele/bin-4/LWT", "tele/bin-4/SENSOR"])
        let sensor = try #require(map.sensors.first)
        #expect((sensor.name, sensor.source.device) == ("pit temperature", nil))
        #expect((sensor.source.clock?.zone, sensor.limits.maxAgeSeconds) == ("+01:00", 60))
        let offline = map.decode(
            BrokerMessage(
                topic: "tele/bin-4/LWT", payload: [UInt8]("Offline".utf8),
                isRetained: true),
            arrival: WallTime(seconds: 1, nanoseconds: 0, clock: .synchronised),
            monotonic: MonotonicTime(nanoseconds: 1))
        let word = DeviceAvailability(sensor: "pit temperature", device: nil, isOnline: false)
        #expect(offline == [.availability(word)])
    }

    @Test("without a topic of its own the site hears every device of the map")
    func open() throws {
        let map = try Self.map("sensors: [{map: zigbee2mqtt/climate.yaml, values: [humidity]}]")
        #expect(map.sensors.map(\.name) == ["humidity"])
        #expect(map.topics == ["zigbee2mqtt/+", "zigbee2mqtt/bridge/state"])
    }

    @Test("plates come by a map as well, on the topic the site says")
    func plates() throws {
        let map = try Self.map("plates: {map: openalpr/alpr.yaml, topic: cameras/+/#}")
        #expect(map.events == ["cameras/+/#"])
        #expect(map.plates?.format.scale == .percent)
        let own = try Self.map("plates: {map: plate-recognizer/stream.yaml}")
        #expect(own.topics == ["plate-recognizer/stream"])
    }

    @Test(
        "a site that says what its map cannot is told so",
        arguments: [
            ("sensors: [{map: frigate/lpr.yaml}]", "one of plates"),
            ("plates: {map: tasmota/ds18b20.yaml}", "one of sensors"),
            ("plates: {map: openalpr/alpr.yaml, topic: cameras}", "names the camera"),
            ("sensors: [{map: none.yaml}]", "none.yaml"),
            ("sensors: [{map: tasmota/ds18b20.yaml, zone: local}]", "zone is Z or an offset"),
            ("sensors: [{map: zigbee2mqtt/climate.yaml, zone: Z}]", "zone is Z or an offset"),
            ("sensors: [{map: zigbee2mqtt/climate.yaml, retained: accept}]", "how old"),
            ("sensors: [{map: zigbee2mqtt/climate.yaml, values: [dust]}]", "no value dust"),
            ("sensors: [{map: zigbee2mqtt/climate.yaml, topic: a/b/#}]", "neither one device's"),
            ("sensors: [{map: zigbee2mqtt/climate.yaml, name: a/b}]", "no /"),
            ("sensors: [{map: zigbee2mqtt/climate.yaml, unit: K}]", "no key unit"),
            (
                "sensors: [{map: zigbee2mqtt/climate.yaml}, {map: zigbee2mqtt/climate.yaml}]",
                "already"
            ),
        ])
    func complaints(text: String, hint: String) throws {
        let error = try #require(throws: DocumentError.self) { try Self.map(text) }
        #expect("\(error)".contains(hint), "\(error)")
    }

    @Test("whatever a camera sends, a plate map answers", arguments: 0..<4 as Range<UInt64>)
    func fuzz(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for path in ShippedPayloadMapTests.maps {
            let map = try PayloadMap(parsing: ShippedPayloadMapTests.node(path), bytes: [])
            let file = path.replacing(".yaml", with: ".messages")
            let text = try ShippedPayloadMapTests.text(file)
            for _ in 0..<60 {
                var bytes = [UInt8](text.utf8)
                for _ in 0..<Int.random(in: 1...8, using: &random) {
                    let place = bytes.indices.randomElement(using: &random) ?? 0
                    bytes[place] = "{}[]\":,0129e-+.aT\\ ".utf8.randomElement(using: &random) ?? 0
                }
                let mutated = String(decoding: bytes, as: UTF8.self)
                // A broken line of the file is no message; whatever is one must be answered.
                let examples = (try? PayloadExample.examples(in: mutated, file: file)) ?? []
                for example in examples { _ = map.items(of: example) }
            }
        }
    }
}
