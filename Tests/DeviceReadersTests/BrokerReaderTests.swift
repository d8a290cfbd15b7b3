import DeviceMaps
import Intake
import Mosquitto
import Synchronization
import TestKit
import Testing

@testable import DeviceReaders

@Suite(
    "Listening to the site's broker", .enabled(if: TestBroker.isInstalled, "mosquitto is not here"))
struct BrokerReaderTests {
    private struct DiskFull: Error {}

    /// Plates as they were committed.
    private final class Store: Sendable {
        private let state = Mutex<(plates: [String], failures: Int)>(([], 0))

        init(failures: Int = 0) {
            state.withLock { $0.failures = failures }
        }

        var plates: [String] { state.withLock { $0.plates } }

        func commit(_ event: BrokerEvent) throws {
            try state.withLock { state in
                guard state.failures == 0 else {
                    state.failures -= 1
                    throw DiskFull()
                }
                state.plates.append(event.plate.plate.text)
            }
        }
    }

    private func reader(_ broker: TestBroker, _ store: Store) throws -> HeardBroker {
        try HeardBroker(
            map: ReaderKit.brokerMap(), settings: ReaderKit.brokerSettings(port: broker.port),
            commitEvent: {
                try store.commit($0)
                return true
            })
    }

    private func connected(_ reader: HeardBroker) async {
        for await state in reader.states where state == .connected { return }
    }

    /// A client that publishes, and has left a message that says nothing on every topic: who hears
    /// one is subscribed.
    private func publisher(_ broker: TestBroker) async throws -> MosquittoClient {
        let (states, source) = AsyncStream<Bool>.makeStream()
        let client = try MosquittoClient(
            id: "camera", cleanSession: true, retry: .milliseconds(50), onMessage: { _ in true },
            onStateChange: { isConnected, _ in source.yield(isConnected) })
        client.connect(host: "127.0.0.1", port: broker.port)
        // Messages that wait for the first connection lose their retain flag in libmosquitto.
        for await isConnected in states where isConnected { break }
        for topic in try ReaderKit.brokerMap().topics {
            try client.publish(topic, [UInt8]("{}".utf8), retain: true)
        }
        return client
    }

    /// Waits until the broker has taken every subscription of the reader.
    private func subscribed(_ reader: HeardBroker) async throws {
        var heard = 0
        for await item in reader.items {
            switch item {
            case .ignored, .refused: heard += 1
            case .plate, .sensor, .availability: break
            }
            if try heard == ReaderKit.brokerMap().topics.count { return }
        }
    }

    private func plate(_ text: String) -> [UInt8] {
        let now = ReaderKit.clock.wall().seconds
        return [UInt8](
            """
            {"type":"lpr","id":"7","plate":"\(text)","score":0.936,"camera":"c","timestamp":\(now)}
            """.utf8)
    }

    @Test("a plate is committed before anybody hears of it", .timeLimit(.minutes(1)))
    func plateIsCommitted() async throws {
        let (broker, store) = (try TestBroker(), Store())
        let (reader, camera) = (try reader(broker, store), try await publisher(broker))
        try await reader.running {
            try await subscribed(reader)
            try camera.publish("frigate/tracked_object_update", plate("B-WH 4711"))
            for await case .plate(let read) in reader.items {
                #expect(read.plate.text == "BWH4711")
                #expect(read.confidencePermille == 936)
                #expect(store.plates == ["BWH4711"])
                break
            }
        }
        camera.stop()
    }

    @Test("a plate that could not be stored is sent again by the broker", .timeLimit(.minutes(1)))
    func redelivered() async throws {
        let (broker, store) = (try TestBroker(), Store(failures: 2))
        let (reader, camera) = (try reader(broker, store), try await publisher(broker))
        try await reader.running {
            try await subscribed(reader)
            try camera.publish("frigate/tracked_object_update", plate("B-WH 4711"))
            for await case .plate in reader.items { break }
        }
        #expect(store.plates == ["BWH4711"])
        camera.stop()
    }

    @Test(
        "a plate read while the agent was away is delivered when it is back",
        .timeLimit(.minutes(1)))
    func away() async throws {
        let (broker, store) = (try TestBroker(), Store())
        let camera = try await publisher(broker)
        let first = try reader(broker, store)
        try await first.running {
            try await subscribed(first)
            try camera.publish("frigate/tracked_object_update", plate("AA 1"))
            for await case .plate in first.items { break }
        }
        try camera.publish("frigate/tracked_object_update", plate("BB 2"))
        let second = try reader(broker, store)
        try await second.running {
            for await case .plate in second.items { break }
        }
        // At least once: what the broker had not yet noted as acknowledged comes again.
        #expect(store.plates.first == "AA1")
        #expect(store.plates.filter { $0 != "AA1" } == ["BB2"])
        camera.stop()
    }

    @Test(
        "of each sensor the latest value is kept, and what never spoke is missing",
        .timeLimit(.minutes(1)))
    func sensors() async throws {
        let (broker, store) = (try TestBroker(), Store())
        let (reader, probe) = (try reader(broker, store), try await publisher(broker))
        let now = ReaderKit.clock.wall().seconds
        try await reader.running {
            try await subscribed(reader)
            for moisture in ["11.0", "12.40"] {
                let payload = "{\"moisture\":\(moisture),\"time\":\(now)}"
                try probe.publish("site/moisture", [UInt8](payload.utf8))
            }
            for await case .sensor(let reading) in reader.items where reading.mantissa == 1_240 {
                break
            }
            let sensors = reader.sensors()
            #expect(sensors.map(\.quality) == [.good, .missing])
            #expect((sensors[0].mantissa, sensors[0].exponent) == (1_240, -2))
        }
        probe.stop()
    }

    @Test("a broker that goes and comes back is heard again", .timeLimit(.minutes(1)))
    func brokerAway() async throws {
        let (broker, store) = (try TestBroker(), Store())
        let (reader, camera) = (try reader(broker, store), try await publisher(broker))
        try await reader.running {
            try await subscribed(reader)
            broker.stop()
            for await state in reader.states where state != .connected { break }
            try broker.start()
            await connected(reader)
            try camera.publish("frigate/tracked_object_update", plate("CC 3"))
            for await case .plate in reader.items { break }
        }
        #expect(store.plates == ["CC3"])
        camera.stop()
    }
}

extension BrokerReaderTests {
    @Test("what comes on the topic of letters is handed on byte for byte, retained or not")
    func letters() async throws {
        let broker = try TestBroker()
        let received = Mutex<[[UInt8]]>([])
        var settings = ReaderKit.brokerSettings(port: broker.port)
        settings.letterTopic = "weighpost/checkpoint"
        let reader = try HeardBroker(
            map: ReaderKit.brokerMap(), settings: settings,
            onLetter: { bytes in received.withLock { $0.append(bytes) } })
        let client = try await publisher(broker)
        try client.publish("weighpost/checkpoint", [0xd8, 98, 0, 255], retain: true)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await reader.run() }
            try await until("the letter is there") { received.withLock { $0.count } == 1 }
            try client.publish("weighpost/checkpoint", [1, 2, 3], retain: false)
            try await until("the next one too") { received.withLock { $0.count } == 2 }
            group.cancelAll()
        }
        client.stop()
        #expect(received.withLock { $0 } == [[0xd8, 98, 0, 255], [1, 2, 3]])
    }
}
