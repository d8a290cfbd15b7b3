import DeviceMaps
import Intake
import Mosquitto
import Synchronization
import TestKit
import Testing
import YAML

@testable import DeviceReaders

@Suite("A site with two brokers", .enabled(if: TestBroker.isInstalled, "mosquitto is not here"))
struct BrokerReadersTests {
    private static func reader(_ port: UInt16, sensor: String) throws -> BrokerReader {
        let text = """
            sensors:
              - {name: \(sensor), topic: site/value, payload: plain, kind: other, unit: "1",
                 max_age: 60}
            """
        return try BrokerReader(
            map: BrokerMap(parsing: YAML.parse([UInt8](text.utf8), file: "site.yaml")),
            settings: ReaderKit.brokerSettings(port: port), clock: ReaderKit.clock,
            commitEvent: { _ in true }, onItem: { _, _ in })
    }

    private func publish(_ text: String, _ broker: TestBroker) async throws {
        let (states, source) = AsyncStream<Bool>.makeStream()
        let client = try MosquittoClient(
            id: "probe", cleanSession: true, onMessage: { _ in true },
            onStateChange: { isConnected, _ in source.yield(isConnected) })
        client.connect(host: "127.0.0.1", port: broker.port)
        for await isConnected in states where isConnected { break }
        try client.publish("site/value", [UInt8](text.utf8))
        client.stop()
    }

    /// Publishes until the reader has it: its subscription may not stand yet.
    private func bring(
        _ text: String, _ broker: TestBroker, until isThere: () -> Bool
    ) async throws {
        while !isThere() {
            try await publish(text, broker)
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    @Test(
        "both are heard, and each says by its name whether it is there",
        .timeLimit(.minutes(1)))
    func both() async throws {
        let (first, second) = (try TestBroker(), try TestBroker(isRunning: false))
        let readers = BrokerReaders([
            try Self.reader(first.port, sensor: "one"), try Self.reader(second.port, sensor: "two"),
        ])
        #expect(readers.sensors().map(\.quality) == [.missing, .missing])
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await readers.run() }
            var states = readers.states.makeAsyncIterator()
            var heard: [String: BrokerState] = [:]
            while heard.count < 2, let (name, state) = await states.next() { heard[name] = state }
            #expect(heard["127.0.0.1:\(first.port)"] == .connected)
            guard case .away? = heard["127.0.0.1:\(second.port)"] else {
                Issue.record("nobody is away")
                return
            }
            #expect(readers.connections.map(\.isConnected) == [true, false])
            try await bring("1", first) { readers.sensors()[0].quality == .good }
            #expect(readers.sensors().map(\.quality) == [.good, .missing])
            try second.start()
            while let (name, state) = await states.next() {
                #expect(name == "127.0.0.1:\(second.port)")
                if state == .connected { break }
            }
            try await bring("2", second) { readers.sensors()[1].quality == .good }
            #expect(readers.sensors().map(\.mantissa) == [1, 2])
            group.cancelAll()
        }
    }
}
