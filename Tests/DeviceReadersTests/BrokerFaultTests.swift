import DeviceMaps
import Documents
import Foundation
import Intake
import Mosquitto
import Synchronization
import TestKit
import Testing
import YAML

@testable import DeviceReaders

@Suite(
    "What goes wrong at a broker", .enabled(if: TestBroker.isInstalled, "mosquitto is not here"),
    .timeLimit(.minutes(2)))
struct BrokerFaultTests {
    /// Plates by the key under which they were kept, as the journal keeps them.
    private final class Store: Sendable {
        private let kept = Mutex<(keys: Set<String>, plates: [String])>(([], []))

        var plates: [String] { kept.withLock { $0.plates } }

        func commit(_ event: BrokerEvent) -> Bool {
            kept.withLock { kept in
                let key = event.key ?? String(decoding: event.message.payload, as: UTF8.self)
                guard kept.keys.insert(key).inserted else { return false }
                kept.plates.append(event.plate.plate.text)
                return true
            }
        }
    }

    private func map(_ text: String) throws -> BrokerMap {
        try BrokerMap(parsing: YAML.parse([UInt8](text.utf8), file: "site.yaml")) {
            (path) throws(DocumentError) in
            let file = Checkout.root.appendingPathComponent("Devices/\(path)").path
            // A file that is not there is an empty one, and no map.
            let bytes = [UInt8]((try? Data(contentsOf: URL(fileURLWithPath: file))) ?? Data())
            return MapDocument(try YAML.parse(bytes, file: path), bytes: bytes)
        }
    }

    private func reader(
        _ broker: TestBroker, _ map: BrokerMap, _ store: Store = Store(), id: String = "agent"
    ) throws -> HeardBroker {
        var settings = BrokerReader.Settings(host: "127.0.0.1", port: broker.port, clientID: id)
        settings.retry = .milliseconds(50)
        return try HeardBroker(
            map: map, settings: settings,
            commitEvent: { store.commit($0) })
    }

    private func publisher(_ broker: TestBroker) async throws -> MosquittoClient {
        let (states, source) = AsyncStream<Bool>.makeStream()
        let client = try MosquittoClient(
            id: "sender", cleanSession: true, retry: .milliseconds(50), onMessage: { _ in true },
            onStateChange: { isConnected, _ in source.yield(isConnected) })
        client.connect(host: "127.0.0.1", port: broker.port)
        for await isConnected in states where isConnected { break }
        return client
    }

    /// Publishes until the reader has heard of it: from then on nothing is lost.
    private func heard(
        _ client: MosquittoClient, _ topic: String, _ payload: String, by reader: HeardBroker,
        as isIt: (BrokerItem) -> Bool = { _ in true }
    ) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                while !Task.isCancelled {
                    // Not connected yet: the next try comes soon.
                    try? client.publish(topic, [UInt8](payload.utf8))
                    try await Task.sleep(for: .milliseconds(30))
                }
            }
            for await item in reader.items where isIt(item) { break }
            group.cancelAll()
            // The end of the publishing is a cancellation and nothing else.
            while let result = await group.nextResult() {
                if case .failure(let error) = result, !(error is CancellationError) { throw error }
            }
        }
    }

    private static let cameras = "plates: {topic: frigate/tracked_object_update, format: frigate}"

    private func plate(_ text: String, at time: Int64) -> String {
        """
        {"type":"lpr","id":"7","plate":"\(text)","score":0.9,"camera":"c","timestamp":\(time)}
        """
    }

    @Test("duplicate client id: two that throw each other out grow slow and name the cause")
    func duplicateClientID() async throws {
        let broker = try TestBroker()
        let map = try map(Self.cameras)
        let (ours, other) = (try reader(broker, map), try reader(broker, map))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await ours.run() }
            group.addTask { try await other.run() }
            for await state in ours.states {
                if case .away(let reason) = state, reason.contains("client id 'agent'") { break }
            }
            // From 50 ms on the pauses double, so the fight costs few connections a minute.
            try await Task.sleep(for: .seconds(2))
            let connections = broker.log.components(separatedBy: "as agent").count - 1
            #expect(connections < 24, "\(connections) connections")
            group.cancelAll()
        }
    }

    @Test("broker restarts: what was published before it went arrives after it came back")
    func brokerRestarts() async throws {
        let (broker, store) = (try TestBroker(), Store())
        let first = try reader(broker, try map(Self.cameras), store)
        let now = ReaderKit.clock.wall().seconds
        var sender = try await publisher(broker)
        try await first.running {
            try await heard(
                sender, "frigate/tracked_object_update", plate("AA 1", at: now), by: first)
        }
        try sender.publish("frigate/tracked_object_update", [UInt8](plate("BB 2", at: now).utf8))
        // QoS 1 on one connection: once the second is through, so is the first.
        try await until("the broker has it") {
            broker.log.components(separatedBy: "Sending PUBACK to sender").count > 2
        }
        sender.stop()
        broker.stop()
        try broker.start()
        sender = try await publisher(broker)
        let second = try reader(broker, try map(Self.cameras), store)
        try await second.running {
            try await until("the plate of before is there") { store.plates.contains("BB2") }
        }
        sender.stop()
        #expect(Set(store.plates) == ["AA1", "BB2"])
    }

    @Test("clock of the sensor wrong: neither a day ahead nor a day behind is a good value")
    func sensorClock() async throws {
        let broker = try TestBroker()
        let reader = try reader(
            broker,
            try map(
                """
                sensors:
                  - {name: ahead, topic: a, value: /v, time: /t, kind: moisture, unit: "%", max_age: 60}
                  - {name: behind, topic: b, value: /v, time: /t, kind: moisture, unit: "%", max_age: 60}
                """))
        let sender = try await publisher(broker)
        let now = ReaderKit.clock.wall().seconds
        try await reader.running {
            for (topic, name, time) in [
                ("a", "ahead", now + 86_400), ("b", "behind", now - 86_400),
            ] {
                try await heard(sender, topic, "{\"v\":1,\"t\":\(time)}", by: reader) { item in
                    if case .sensor(let reading) = item { reading.name == name } else { false }
                }
            }
            try await until("both are there") {
                reader.sensors().allSatisfy { $0.quality != .missing }
            }
            #expect(reader.sensors().map(\.quality) == [.unsynchronised, .stale])
        }
        sender.stop()
    }

    @Test("an uplink that two gateways heard counts once, and the next one again")
    func deduplicated() async throws {
        let broker = try TestBroker()
        let reader = try reader(
            broker, try map("sensors: [{map: chirpstack/climate.yaml, name: air, max_age: 3600}]"))
        let sender = try await publisher(broker)
        let time = "2026-11-26T10:00:00Z"
        func uplink(_ id: String, _ value: Int) -> [UInt8] {
            [UInt8](
                """
                {"deduplicationId":"\(id)","time":"\(time)","object":{"temperature":\(value)}}
                """.utf8)
        }
        let topic = "application/a/device/d1/event/up"
        try await reader.running {
            try await heard(sender, topic, "{}", by: reader)
            for (id, value) in [("x", 20), ("x", 99), ("y", 21)] {
                try sender.publish(topic, uplink(id, value))
            }
            try await until("the next one is there") {
                reader.sensors().contains { $0.mantissa == 21 }
            }
            var values: [Int64] = []
            var before = 0
            for await item in reader.items {
                if case .ignored(let reason) = item, reason.contains("heard before") { before += 1 }
                if case .sensor(let reading) = item { values.append(reading.mantissa) }
                if values.last == 21 { break }
            }
            #expect(values == [20, 21])
            #expect(before == 1)
            let map = try #require(reader.sensors().first { $0.mantissa == 21 }?.map)
            #expect(map.count == 32)
        }
        sender.stop()
    }

    @Test("a topic left from an earlier configuration is given back, and said")
    func staleSubscription() async throws {
        let broker = try TestBroker()
        let sender = try await publisher(broker)
        let former = try reader(
            broker,
            try map(
                "sensors: [{name: a, topic: old/a, value: /v, kind: other, unit: x, max_age: 9}]"))
        try await former.running {
            try await heard(sender, "old/a", "{\"v\":1}", by: former)
        }
        let reader = try reader(broker, try map(Self.cameras))
        try await reader.running {
            try await heard(sender, "old/a", "{\"v\":2}", by: reader) { item in
                if case .refused(let reason) = item { reason.contains("earlier") } else { false }
            }
            try await until("it is given back") {
                broker.log.contains("Received UNSUBSCRIBE from agent")
            }
        }
        sender.stop()
    }
}
