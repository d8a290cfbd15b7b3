import Documents
import Testing
import YAML

@testable import DeviceMaps

@Suite("What makes two messages the same")
struct BrokerDuplicateTests {
    private func map(_ text: String) throws -> BrokerMap {
        try BrokerMap(parsing: YAML.parse([UInt8](text.utf8), file: "site.yaml"))
    }

    private func key(_ map: BrokerMap, _ topic: String, _ payload: String) -> String? {
        map.duplicateKey(
            of: BrokerMessage(topic: topic, payload: [UInt8](payload.utf8), isRetained: false))
    }

    private static let counted = """
        sensors:
          - {name: a, topic: up/+/+, device: 2, value: /v, kind: other, unit: "1", max_age: 60,
             dedupe: [/n]}
          - {name: b, topic: other/d1, value: /v, kind: other, unit: "1", max_age: 60, dedupe: [/n]}
        """

    @Test("devices that count their messages alike do not silence each other")
    func devices() throws {
        let map = try map(Self.counted)
        let first = try #require(key(map, "up/d1/g1", "{\"n\":5}"))
        #expect(key(map, "up/d2/g1", "{\"n\":5}") != first)
        #expect(key(map, "up/d1/g1", "{\"n\":6}") != first)
        #expect(key(map, "other/d1", "{\"n\":5}") != first)
    }

    @Test("one message of a device by two gateways is one, whatever else it says")
    func gateways() throws {
        let map = try map(Self.counted)
        let first = try #require(key(map, "up/d1/g1", "{\"n\":5,\"rssi\":-60}"))
        #expect(key(map, "up/d1/g2", "{\"n\":5,\"rssi\":-90}") == first)
    }

    @Test(
        "a message without what its map names stands alone",
        arguments: ["{}", "{\"n\":null}", "{\"n\":[5]}", "not JSON"])
    func alone(payload: String) throws {
        #expect(key(try map(Self.counted), "up/d1/g1", payload) == nil)
    }
}
