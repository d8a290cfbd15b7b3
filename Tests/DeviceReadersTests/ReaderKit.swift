import DeviceMaps
import Foundation
import Intake
import Modbus
import Synchronization
import TestKit
import YAML

@testable import DeviceReaders

/// What the tests of readers share: the shipped map, a clock, a scale whose answers they choose.
enum ReaderKit {
    static func map() throws -> DeviceMap {
        let file = Checkout.root.appendingPathComponent("Devices/flintec/ft-10.yaml")
        let bytes = [UInt8](try Data(contentsOf: file))
        return try DeviceMap(parsing: YAML.parse(bytes, file: "ft-10.yaml"), bytes: bytes)
    }

    static func brokerMap() throws -> BrokerMap {
        let text = """
            plates: {topic: frigate/tracked_object_update, format: frigate}
            sensors:
              - {name: probe, topic: site/moisture, value: /moisture, time: /time, kind: moisture,
                 unit: "%", max_age: 60}
              - {name: portal, topic: site/radiation, value: /cps, time: /time, kind: radiation,
                 unit: cps, max_age: 60}
            """
        return try BrokerMap(parsing: YAML.parse([UInt8](text.utf8), file: "site.yaml"))
    }

    static func brokerSettings(port: UInt16) -> BrokerReader.Settings {
        var settings = BrokerReader.Settings(
            host: "127.0.0.1", port: port, clientID: "weighpost-test")
        settings.retry = .milliseconds(50)
        return settings
    }

    static let clock: SiteClock = {
        let start = ContinuousClock.now
        return SiteClock(
            monotonic: {
                let (seconds, rest) = start.duration(to: .now).components
                return MonotonicTime(
                    nanoseconds: 1_000_000_000_000 + UInt64(seconds) * 1_000_000_000
                        + UInt64(rest / 1_000_000_000))
            },
            wall: {
                let now = Date().timeIntervalSince1970
                return WallTime(seconds: Int64(now), nanoseconds: 0, clock: .synchronised)
            },
            bootID: [UInt8](repeating: 7, count: 16))
    }()

    /// A reader of the shipped map's scale, alone on its bus.
    static func reader(
        port: UInt16, every interval: Duration = .milliseconds(20)
    ) throws -> ModbusReader {
        ModbusReader(bus(port: port), units: [.scale(try scale(every: interval))], clock: clock)
    }

    static func bus(port: UInt16, timeout: Duration = .milliseconds(300)) -> ModbusReader.Bus {
        ModbusReader.Bus(.tcp(host: "127.0.0.1", port: port), timeout: timeout)
    }

    static func scale(every interval: Duration) throws -> ScaleUnit {
        ScaleUnit(
            name: "bridge", map: try map(), settings: ScaleSettings(exponent: 0, unit: .kilogram),
            interval: interval)
    }

    /// Registers 40001 to 40008 of an FT-10 that shows a weight.
    static func registers(_ counts: Int32, status: UInt16 = 0x0002) -> [UInt16] {
        let bits = UInt32(bitPattern: counts)
        let weight = [UInt16(bits >> 16), UInt16(truncatingIfNeeded: bits)]
        return weight + [status, 0, 0] + weight + [status]
    }
}

/// Answers whatever a test last said.
final class AnsweringScale: Sendable {
    private let state: Mutex<(answer: ModbusAnswer, requests: [ModbusRequest])>

    init(_ answer: ModbusAnswer) {
        state = Mutex((answer, []))
    }

    var requests: [ModbusRequest] { state.withLock { $0.requests } }

    func set(_ answer: ModbusAnswer) {
        state.withLock { $0.answer = answer }
    }

    func server(port: UInt16 = 0) throws -> ModbusServer {
        try ModbusServer(port: port, units: [1]) { request in
            self.state.withLock { state in
                state.requests.append(request)
                return state.answer
            }
        }
    }
}

/// The lines of a reader, one after the other; of those nobody came for, the latest 256.
struct Lines: Sendable {
    let all: AsyncStream<ScaleLine>
    /// For the reader to give its lines to.
    let take: @Sendable (ScaleLine) -> Void

    init() {
        let (lines, source) = AsyncStream<ScaleLine>.makeStream(
            bufferingPolicy: .bufferingNewest(256))
        (all, take) = (lines, { source.yield($0) })
    }

    /// The first line from here on that is a reading, and how many silences came before it.
    func reading() async throws -> (reading: ScaleReading, silences: Int) {
        var silences = 0
        for await line in all {
            switch line {
            case .reading(let reading): return (reading, silences)
            case .silent: silences += 1
            }
        }
        throw CancellationError()
    }

    /// The reason of the first silence from here on.
    func silence() async throws -> String {
        for await case .silent(let reason, _) in all { return reason }
        throw CancellationError()
    }
}

/// A reader of a broker together with what it says, in order; of what nobody came for, the latest
/// 256.
struct HeardBroker: Sendable {
    let items: AsyncStream<BrokerItem>
    private let reader: BrokerReader

    init(
        map: BrokerMap, settings: BrokerReader.Settings,
        commitEvent: @escaping @Sendable (BrokerEvent) throws -> Bool = { _ in true },
        onLetter: @escaping @Sendable ([UInt8]) -> Void = { _ in }
    ) throws {
        let (items, source) = AsyncStream<BrokerItem>.makeStream(
            bufferingPolicy: .bufferingNewest(256))
        self.items = items
        reader = try BrokerReader(
            map: map, settings: settings, clock: ReaderKit.clock, commitEvent: commitEvent,
            onItem: { item, _ in source.yield(item) }, onLetter: onLetter)
    }

    var states: AsyncStream<BrokerState> { reader.states }

    func sensors() -> [SensorReading] { reader.sensors() }

    func run() async throws { try await reader.run() }

    /// Runs while `body` looks at it.
    func running(_ body: () async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await self.run() }
            try await body()
            group.cancelAll()
        }
    }
}

extension ModbusReader {
    /// Runs while `body` looks at it.
    func running(
        taking take: @escaping @Sendable (ScaleLine) -> Void = { _ in },
        _ body: () async throws -> Void
    ) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await self.run(taking: take) }
            try await body()
            group.cancelAll()
        }
    }
}
