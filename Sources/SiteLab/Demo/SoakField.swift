import Modbus
import Mosquitto
import Synchronization

/// What a soak adds to the demo's site: ten wired sensors that are asked twenty times a second each,
/// and ten on the broker that speak a hundred times a second each.
final class SoakField: Sendable {
    /// Units of the second bus, and topics of the broker.
    static let units: ClosedRange<UInt8> = 1...10
    static let topics = 0..<10

    /// How often the wired sensors were asked, and how many messages the broker was handed.
    private let counts: Counts
    private let server: ModbusServer
    private let client: MosquittoClient
    private let sending: Task<Void, any Error>

    private final class Counts: Sendable {
        let asked = Atomic(0)
        let spoken = Atomic(0)
    }

    var asked: Int { counts.asked.load(ordering: .relaxed) }
    var spoken: Int { counts.spoken.load(ordering: .relaxed) }

    /// Answers at once; speaks as soon as the broker is there.
    init(brokerPort: UInt16) throws {
        let counts = Counts()
        self.counts = counts
        server = try ModbusServer(port: 0, units: Set(Self.units)) { request in
            counts.asked.add(1, ordering: .relaxed)
            return .registers([UInt16](repeating: 215, count: request.count))
        }
        let client = try MosquittoClient(
            id: "soak-sensors", cleanSession: true, retry: .milliseconds(200),
            onMessage: { _ in true })
        client.connect(host: "127.0.0.1", port: brokerPort)
        self.client = client
        sending = Task {
            let clock = ContinuousClock()
            var next = clock.now
            var value = 0
            while true {
                value = (value + 1) % 1000
                for number in Self.topics {
                    do throws(MosquittoError) {
                        try client.publish(
                            Self.topic(number), Array("{\"v\":\(value)}".utf8), qos: 0)
                        counts.spoken.add(1, ordering: .relaxed)
                    } catch {
                        // The broker is away; the next value comes soon.
                    }
                }
                next = max(next.advanced(by: .milliseconds(10)), clock.now - .seconds(1))
                try await clock.sleep(until: next)
            }
        }
    }

    /// Ends all of it.
    func stop() {
        sending.cancel()
        client.stop()
        server.stop()
    }

    private static func topic(_ number: Int) -> String { "soak/\(number)" }

    // MARK: What the agent is told of it

    /// The sensors on the broker, each a line of the configuration.
    static var sensors: [String] {
        topics.map {
            "{ name: s\($0), topic: \(topic($0)), kind: other, value: /v, unit: x, max_age: 60 }"
        }
    }

    /// The second bus, a line of the devices file.
    var bus: String { "{ name: sensors, host: 127.0.0.1, port: \(server.port) }" }

    /// The devices on it, each a line of the devices file.
    static var devices: [String] {
        units.map {
            "{ name: u\($0), role: sensors, bus: sensors, map: soak.yaml, unit_id: \($0), poll: 50 }"
        }
    }

    /// The map of each of them.
    static let map = """
        sensor_map: 1
        version: 1
        maker: Weighpost
        model: Soak
        grade: 1
        source: the lab
        address_base: 0
        register: holding
        byte_order: ABCD
        values:
          - { name: level, address: 0, type: int16 }
          - { name: heat, address: 1, type: int16 }
        sensors:
          - { name: level, value: level, kind: other, unit: x, max_age: 60 }
          - { name: heat, value: heat, kind: other, unit: x, max_age: 60 }

        """
}
