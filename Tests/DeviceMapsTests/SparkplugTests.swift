import Documents
import Intake
import TestKit
import Testing
import Wire
import YAML

@testable import DeviceMaps

/// Writes payloads as an edge node does, zeros included.
struct EdgeNode {
    struct Metric {
        var name: String?
        var alias: UInt64?
        var type: UInt64?
        /// The value's field and its bytes, key included; nil is a null.
        var value: [UInt8]?
        var isHistorical = false

        static func varint(_ field: UInt64, _ value: UInt64) -> [UInt8] {
            ProtobufWriter.varint(field << 3) + ProtobufWriter.varint(value)
        }

        var bytes: [UInt8] {
            var bytes: [UInt8] = []
            if let name { bytes += [0x0A, UInt8(name.utf8.count)] + [UInt8](name.utf8) }
            if let alias { bytes += Self.varint(2, alias) }
            if let type { bytes += Self.varint(4, type) }
            if isHistorical { bytes += Self.varint(5, 1) }
            return bytes + (value ?? Self.varint(7, 1))
        }
    }

    static func payload(
        seq: UInt64?, milliseconds: UInt64 = 1_764_151_200_000, _ metrics: [Metric]
    ) -> [UInt8] {
        var bytes = Metric.varint(1, milliseconds)
        for metric in metrics {
            bytes += [0x12] + ProtobufWriter.delimited(metric.bytes)
        }
        if let seq { bytes += Metric.varint(3, seq) }
        return bytes
    }

    static func double(_ value: Double) -> [UInt8] {
        [0x69] + (0..<8).map { UInt8(truncatingIfNeeded: value.bitPattern >> (8 * UInt64($0))) }
    }

    static func bdSeq(_ number: UInt64) -> Metric {
        Metric(name: "bdSeq", type: 4, value: Metric.varint(11, number))
    }
}

@Suite("Sparkplug B edge nodes")
struct SparkplugTests {
    private static let text = """
        sensors:
          - {name: moisture, payload: sparkplug-b, group: site, node: plc, edge_device: pit,
             metric: Moisture, kind: moisture, unit: "%", max_age: 60}
          - {name: count, payload: sparkplug-b, group: site, node: plc, metric: Trucks,
             kind: other, unit: "1", max_age: 60}
        """
    private let wall = WallTime(seconds: 1_764_151_201, nanoseconds: 0, clock: .synchronised)
    private let start = MonotonicTime(nanoseconds: 500_000_000_000)
    private let map: BrokerMap
    private var host: SparkplugHost

    init() throws {
        map = try BrokerMap(parsing: YAML.parse([UInt8](Self.text.utf8), file: "site.yaml"))
        host = SparkplugHost(map.sparkplugNodes)
    }

    private mutating func receive(
        _ kind: String, _ payload: [UInt8], isRetained: Bool = false, after milliseconds: Int64 = 0
    ) -> [SparkplugHost.Action] {
        let topic = "spBv1.0/site/\(kind)/plc" + (kind.hasPrefix("D") ? "/pit" : "")
        return host.receive(
            BrokerMessage(topic: topic, payload: payload, isRetained: isRetained),
            at: start.advanced(milliseconds: milliseconds), wall: wall)
    }

    private func readings(_ actions: [SparkplugHost.Action]) -> [SensorReading] {
        actions.flatMap { map.items(of: $0, arrival: wall) }.compactMap { item in
            if case .sensor(let reading) = item { reading } else { nil }
        }
    }

    private func asks(_ actions: [SparkplugHost.Action]) -> Bool {
        actions.contains { if case .ask = $0 { true } else { false } }
    }

    private mutating func beBorn() {
        let trucks = EdgeNode.Metric(
            name: "Trucks", alias: 1, type: 7, value: EdgeNode.Metric.varint(10, 4))
        _ = receive("NBIRTH", EdgeNode.payload(seq: 0, [EdgeNode.bdSeq(3), trucks]))
        let moisture = EdgeNode.Metric(
            name: "Moisture", alias: 2, type: 10, value: EdgeNode.double(41.3))
        _ = receive("DBIRTH", EdgeNode.payload(seq: 1, [moisture]))
    }

    private func moisture(_ value: [UInt8]?, isHistorical: Bool = false) -> EdgeNode.Metric {
        EdgeNode.Metric(alias: 2, value: value, isHistorical: isHistorical)
    }

    @Test("a node's pattern is subscribed to")
    func topics() {
        #expect(map.topics == ["spBv1.0/site/+/plc/#"])
    }

    @Test("after the births an alias is enough")
    mutating func aliases() {
        beBorn()
        let data = EdgeNode.payload(seq: 2, [moisture(EdgeNode.double(39.75))])
        let found = readings(receive("DDATA", data))
        #expect(
            found == [
                SensorReading(
                    name: "moisture", kind: .moisture, mantissa: 3_975, exponent: -2, unit: "%",
                    time: 1_764_151_200, quality: .good)
            ])
        let trucks = EdgeNode.Metric(alias: 1, value: EdgeNode.Metric.varint(10, 5))
        #expect(readings(receive("NDATA", EdgeNode.payload(seq: 3, [trucks]))).first?.mantissa == 5)
    }

    @Test("a birth's own values count")
    mutating func birthValues() {
        let trucks = EdgeNode.Metric(
            name: "Trucks", alias: 1, type: 7, value: EdgeNode.Metric.varint(10, 0))
        let found = readings(receive("NBIRTH", EdgeNode.payload(seq: 0, [trucks])))
        #expect(found.map(\.name) == ["count"])
        #expect(found.map(\.quality) == [.good])
    }

    @Test("who comes late asks for a birth, once in a while")
    mutating func late() throws {
        let data = EdgeNode.payload(seq: 7, [moisture(EdgeNode.double(39.75))])
        let first = receive("DDATA", data)
        guard case .ask(let publication)? = first.first else {
            Issue.record("\(first)")
            return
        }
        #expect(publication.topic == "spBv1.0/site/NCMD/plc")
        let asked = try SparkplugPayload(decoding: publication.payload)
        #expect(asked.metrics.first?.name == "Node Control/Rebirth")
        #expect(asked.metrics.first?.content(as: .boolean) == .word("true"))
        #expect(!asks(receive("DDATA", data, after: 9_999)))
        #expect(asks(receive("DDATA", data, after: 10_000)))
    }

    @Test("after a lost message nothing is taken until the next birth")
    mutating func gap() {
        beBorn()
        #expect(asks(receive("DDATA", EdgeNode.payload(seq: 3, [moisture(EdgeNode.double(1))]))))
        let next = EdgeNode.payload(seq: 4, [moisture(EdgeNode.double(2))])
        #expect(readings(receive("DDATA", next)).isEmpty)
        beBorn()
        let data = EdgeNode.payload(seq: 2, [moisture(EdgeNode.double(3))])
        #expect(readings(receive("DDATA", data)).count == 1)
    }

    @Test("the number of messages begins again after 255")
    mutating func wrapping() {
        beBorn()
        for number in 2..<600 {
            let data = EdgeNode.payload(
                seq: UInt64(number % 256), [moisture(EdgeNode.double(Double(number)))])
            #expect(readings(receive("DDATA", data)).count == 1)
        }
    }

    @Test("a death takes the node's sensors or the device's offline")
    mutating func deaths() {
        beBorn()
        let device = receive("DDEATH", EdgeNode.payload(seq: 2, []))
        #expect(
            device.flatMap { map.items(of: $0, arrival: wall) } == [
                .availability(
                    DeviceAvailability(sensor: "moisture", device: nil, isOnline: false))
            ])
        // A dead device that speaks was born unheard.
        #expect(asks(receive("DDATA", EdgeNode.payload(seq: 3, [moisture(EdgeNode.double(1))]))))
        beBorn()
        let node = receive("NDEATH", EdgeNode.payload(seq: nil, [EdgeNode.bdSeq(3)]))
        #expect(node.flatMap { map.items(of: $0, arrival: wall) }.count == 2)
    }

    @Test("the will of an earlier life does not end the present one")
    mutating func oldWill() {
        beBorn()
        let actions = receive("NDEATH", EdgeNode.payload(seq: nil, [EdgeNode.bdSeq(2)]))
        #expect(actions.flatMap { map.items(of: $0, arrival: wall) }.count == 1)
        let data = EdgeNode.payload(seq: 2, [moisture(EdgeNode.double(3))])
        #expect(readings(receive("DDATA", data)).count == 1)
    }

    @Test("what a node kept while it was away is history")
    mutating func historical() {
        beBorn()
        let data = EdgeNode.payload(
            seq: 2, [moisture(EdgeNode.double(3), isHistorical: true)])
        #expect(receive("DDATA", data).isEmpty)
    }

    @Test(
        "a value is read as the type that the birth gave it",
        arguments: [
            (1, EdgeNode.Metric.varint(10, 0xFB), -5, .good),
            (1, EdgeNode.Metric.varint(10, 0xFFFF_FFFB), -5, .good),
            (1, EdgeNode.Metric.varint(10, 300), 0, .invalid),
            (2, EdgeNode.Metric.varint(10, 0xFFFB), -5, .good),
            (3, EdgeNode.Metric.varint(10, 0xFFFF_FFFB), -5, .good),
            (4, EdgeNode.Metric.varint(11, UInt64(bitPattern: -5)), -5, .good),
            (5, EdgeNode.Metric.varint(10, 200), 200, .good),
            (5, EdgeNode.Metric.varint(10, 256), 0, .invalid),
            (7, EdgeNode.Metric.varint(10, 0xFFFF_FFFF), 4_294_967_295, .good),
            (8, EdgeNode.Metric.varint(11, .max), 0, .invalid),
            (9, [0x65, 0x00, 0x00, 0x80, 0x3F], 1, .good),
            (10, EdgeNode.double(.nan), 0, .invalid),
            (11, EdgeNode.Metric.varint(14, 1), 0, .invalid),
            (12, [0x7A, 0x01, 0x31], 0, .invalid),
            (17, [0x82, 0x01, 0x01, 0x31], 0, .invalid),
            (10, nil, 0, .missing),
            (9, EdgeNode.double(1), 0, .invalid),
        ] as [(UInt64, [UInt8]?, Int64, SensorQuality)])
    mutating func types(
        type: UInt64, value: [UInt8]?, mantissa: Int64, quality: SensorQuality
    ) {
        let trucks = EdgeNode.Metric(name: "Trucks", alias: 1, type: type, value: value)
        let found = readings(receive("NBIRTH", EdgeNode.payload(seq: 0, [trucks])))
        #expect(found.map(\.mantissa) == [mantissa])
        #expect(found.map(\.quality) == [quality])
    }

    @Test("a retained birth, a command, and another node are passed over")
    mutating func passedOver() {
        let birth = EdgeNode.payload(seq: 0, [EdgeNode.bdSeq(3)])
        #expect(readings(receive("NBIRTH", birth, isRetained: true)).isEmpty)
        #expect(!asks(receive("NCMD", birth)))
        for topic in ["spBv1.0/site/NDATA/other", "spBv1.0/site/NDATA/plc/pit", "spBv1.0/STATE/x"] {
            let message = BrokerMessage(topic: topic, payload: birth, isRetained: false)
            #expect(!asks(host.receive(message, at: start, wall: wall)))
        }
    }

    @Test("when the broker comes back every node is asked to be born again")
    mutating func connected() {
        beBorn()
        #expect(host.connected(at: start, wall: wall).map(\.topic) == ["spBv1.0/site/NCMD/plc"])
        let data = EdgeNode.payload(seq: 2, [moisture(EdgeNode.double(3))])
        #expect(readings(receive("DDATA", data)).isEmpty)
    }

    @Test(
        "a mistake in the map is told",
        arguments: [
            ("group: site", "group: site/a", "one level"), ("node: plc", "node: +", "one level"),
            ("metric: Trucks", "value: /a", "must have metric"),
            ("metric: Trucks", "metric: Trucks, topic: a", "no key topic"),
        ])
    func complaints(old: String, new: String, hint: String) throws {
        let text = Self.text.replacing(old, with: new)
        let error = try #require(throws: DocumentError.self) {
            try BrokerMap(parsing: YAML.parse([UInt8](text.utf8), file: "site.yaml"))
        }
        #expect(error.message.contains(hint), "\(error)")
    }

    @Test("whatever a node sends, the host answers", arguments: 0..<8 as Range<UInt64>)
    mutating func fuzz(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let trucks = EdgeNode.Metric(
            name: "Trucks", alias: 1, type: 7, value: EdgeNode.Metric.varint(10, 4))
        let good = EdgeNode.payload(
            seq: 0, [EdgeNode.bdSeq(3), trucks, moisture(EdgeNode.double(41.3))])
        for _ in 0..<2_000 {
            var bytes = good
            for _ in 0..<Int.random(in: 0...4, using: &random) {
                let place = bytes.indices.randomElement(using: &random) ?? 0
                bytes[place] = .random(in: 0...255, using: &random)
            }
            let kinds = ["NBIRTH", "DBIRTH", "NDATA", "DDATA", "NDEATH", "DDEATH"]
            let kind = kinds.randomElement(using: &random) ?? "NDATA"
            for action in receive(kind, bytes) { _ = map.items(of: action, arrival: wall) }
        }
    }
}
