import DeviceMaps
import Intake
import Mosquitto
import Synchronization
import TestKit
import Testing
import YAML

@testable import DeviceReaders

@Suite("What the agent says on the broker", .enabled(if: TestBroker.isInstalled, "no mosquitto"))
struct BrokerStatusTests {
    /// A client that hears one topic, as a stream.
    private func listener(
        _ broker: TestBroker, _ topic: String
    ) throws -> (client: MosquittoClient, messages: AsyncStream<MQTTMessage>) {
        let (messages, source) = AsyncStream<MQTTMessage>.makeStream()
        let client = try MosquittoClient(
            id: "listener-\(UInt32.random(in: 0 ... .max))", cleanSession: true,
            retry: .milliseconds(50),
            onMessage: {
                source.yield($0)
                return true
            })
        try client.subscribe(topic)
        client.connect(host: "127.0.0.1", port: broker.port)
        return (client, messages)
    }

    /// Returns when the broker has taken the subscription: what comes before that is not owed.
    private func isHeard(
        _ client: MosquittoClient, _ topic: String, _ messages: AsyncStream<MQTTMessage>
    ) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                while !Task.isCancelled {
                    // Not connected yet: the next try comes soon.
                    try? client.publish(topic, Self.probe)
                    try await Task.sleep(for: .milliseconds(20))
                }
            }
            for await _ in messages { break }
            group.cancelAll()
            // The end of the probing is a cancellation and nothing else.
            while let result = await group.nextResult() {
                if case .failure(let error) = result, !(error is CancellationError) { throw error }
            }
        }
    }

    private static let probe: [UInt8] = [0x3F]

    private func word(_ messages: AsyncStream<MQTTMessage>) async -> String? {
        for await message in messages { return String(decoding: message.payload, as: UTF8.self) }
        return nil
    }

    private func retained(_ broker: TestBroker) async throws -> (word: String?, isRetained: Bool) {
        let (client, messages) = try listener(broker, "site/agent")
        defer { client.stop() }
        for await message in messages {
            return (String(decoding: message.payload, as: UTF8.self), message.isRetained)
        }
        return (nil, false)
    }

    @Test("the agent says when it is there and when it goes", .timeLimit(.minutes(1)))
    func status() async throws {
        let broker = try TestBroker()
        var settings = ReaderKit.brokerSettings(port: broker.port)
        settings.statusTopic = "site/agent"
        let reader = try HeardBroker(
            map: ReaderKit.brokerMap(), settings: settings)
        let (client, messages) = try listener(broker, "site/agent")
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await reader.run() }
            #expect(await word(messages) == "online")
            let kept = try await retained(broker)
            #expect(kept.word == "online")
            #expect(kept.isRetained)
            group.cancelAll()
            try await group.waitForAll()
        }
        #expect(await word(messages) == "offline")
        let kept = try await retained(broker)
        #expect(kept.word == "offline")
        client.stop()
    }

    @Test(
        "an edge node is asked for its birth as soon as the broker is there",
        .timeLimit(.minutes(1)))
    func rebirth() async throws {
        let broker = try TestBroker()
        let text = """
            sensors:
              - {name: count, payload: sparkplug-b, group: site, node: plc, metric: Trucks,
                 kind: other, unit: "1", max_age: 60}
            """
        let map = try BrokerMap(parsing: YAML.parse([UInt8](text.utf8), file: "site.yaml"))
        let reader = try HeardBroker(
            map: map, settings: ReaderKit.brokerSettings(port: broker.port))
        let command = "spBv1.0/site/NCMD/plc"
        let (client, messages) = try listener(broker, command)
        try await isHeard(client, command, messages)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await reader.run() }
            for await message in messages where message.payload != Self.probe { break }
            // Number 0, one metric: Trucks, UInt32, 4.
            let birth: [UInt8] =
                [0x12, 0x0C, 0x0A, 0x06] + Array("Trucks".utf8) + [0x20, 0x07, 0x50, 0x04]
                + [0x18, 0x00]
            try client.publish("spBv1.0/site/NBIRTH/plc", birth)
            for await case .sensor(let reading) in reader.items {
                #expect((reading.name, reading.mantissa) == ("count", 4))
                break
            }
            group.cancelAll()
        }
        client.stop()
    }
}
