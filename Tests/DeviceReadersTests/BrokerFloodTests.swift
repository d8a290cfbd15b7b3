import DeviceMaps
import Foundation
import Intake
import Mosquitto
import Synchronization
import TestKit
import Testing

@testable import DeviceReaders

/// Counts what was committed, and how much memory that took.
private final class Ledger: Sendable {
    private struct State {
        var plates: Set<String> = []
        var early = 0
        var most = 0
    }

    private let state = Mutex(State())

    /// Different plates so far.
    var count: Int { state.withLock { $0.plates.count } }
    /// How many bytes more were resident at most than after the first thousand plates.
    var growth: Int { state.withLock { $0.most - $0.early } }

    func commit(_ event: BrokerEvent) {
        state.withLock { state in
            state.plates.insert(event.plate.plate.text)
            guard state.plates.count.isMultiple(of: 250) else { return }
            let resident = Self.resident()
            if state.plates.count <= 1_000 { state.early = max(state.early, resident) }
            state.most = max(state.most, resident)
        }
    }

    static func resident() -> Int {
        // Beyond Linux there is no such file, and then nothing grew.
        let text = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)) ?? ""
        let pages = text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        return pages * 4_096
    }
}

@Suite("A flood of messages", .enabled(if: TestBroker.isInstalled, "mosquitto is not here"))
struct BrokerFloodTests {
    private static let burst = 10_000

    private static func reader(_ port: UInt16, _ ledger: Ledger) throws -> HeardBroker {
        try HeardBroker(
            map: ReaderKit.brokerMap(), settings: ReaderKit.brokerSettings(port: port),
            commitEvent: {
                ledger.commit($0)
                return true
            })
    }

    /// Runs a reader until it has so many plates; nobody reads its streams.
    private static func run(_ reader: HeardBroker, until isEnough: () -> Bool) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await reader.run() }
            while !isEnough() { try await Task.sleep(for: .milliseconds(5)) }
            group.cancelAll()
        }
    }

    /// A camera's message; the padding stands for what cameras add, thumbnails among it.
    private static func plate(_ number: Int, padding: Int) -> [UInt8] {
        let now = ReaderKit.clock.wall().seconds
        let rest = String(repeating: "x", count: padding)
        return [UInt8](
            """
            {"type":"lpr","id":"\(number)","plate":"T\(100_000 + number)","score":0.9,
             "camera":"c","timestamp":\(now),"rest":"\(rest)"}
            """.utf8)
    }

    /// Sends a first plate until it is there: the subscription stands from then on.
    private static func first(from camera: MosquittoClient, in ledger: Ledger) async throws {
        while ledger.count == 0 {
            try camera.publish("frigate/tracked_object_update", plate(0, padding: 0))
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    private static func publisher(_ port: UInt16) async throws -> MosquittoClient {
        let (states, source) = AsyncStream<Bool>.makeStream()
        let client = try MosquittoClient(
            id: "camera", cleanSession: true, onMessage: { _ in true },
            onStateChange: { isConnected, _ in source.yield(isConnected) })
        client.connect(host: "127.0.0.1", port: port)
        for await isConnected in states where isConnected { break }
        return client
    }

    @Test(
        "a burst of ten thousand plates among as many sensor values loses none",
        .timeLimit(.minutes(2)))
    func burstLosesNothing() async throws {
        let (broker, ledger) = (try TestBroker(), Ledger())
        let reader = try Self.reader(broker.port, ledger)
        let camera = try await Self.publisher(broker.port)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await reader.run() }
            try await Self.first(from: camera, in: ledger)
            for number in 0..<Self.burst {
                try camera.publish("frigate/tracked_object_update", Self.plate(number, padding: 0))
                let now = ReaderKit.clock.wall().seconds
                try camera.publish(
                    "site/moisture", [UInt8]("{\"moisture\":\(number),\"time\":\(now)}".utf8))
            }
            while ledger.count < Self.burst { try await Task.sleep(for: .milliseconds(5)) }
            // Of a sensor the last one counts, whatever was dropped before it.
            let now = ReaderKit.clock.wall().seconds
            try camera.publish("site/moisture", [UInt8]("{\"moisture\":7.5,\"time\":\(now)}".utf8))
            while reader.sensors().first?.mantissa != 75 {
                try await Task.sleep(for: .milliseconds(5))
            }
            group.cancelAll()
        }
        #expect(ledger.count == Self.burst)
        camera.stop()
    }

    @Test(
        "what waited in the broker comes all at once and does not pile up in memory",
        .timeLimit(.minutes(2)))
    func burstIsBounded() async throws {
        let (broker, ledger) = (try TestBroker(), Ledger())
        let camera = try await Self.publisher(broker.port)
        let first = try Self.reader(broker.port, ledger)
        // The broker knows the subscription when the first plate has come through.
        try await Self.run(first) {
            try? camera.publish("frigate/tracked_object_update", Self.plate(0, padding: 0))
            return ledger.count > 0
        }
        for number in 1..<Self.burst {
            try camera.publish("frigate/tracked_object_update", Self.plate(number, padding: 2_000))
        }
        // A process of its own, for this one holds what is still on its way to the broker. It
        // gets the twenty megabytes and may keep none of them.
        await #expect(processExitsWith: .success) { [port = broker.port as UInt16] in
            let ledger = Ledger()
            let reader = try Self.reader(port, ledger)
            try await Self.run(reader) { ledger.count >= Self.burst - 1 }
            #expect(ledger.growth < 8_000_000)
        }
        camera.stop()
    }

    /// Seconds of the flood; a minute is asked for by hand: WEIGHPOST_FLOOD_SECONDS=60.
    private static let seconds =
        ProcessInfo.processInfo.environment["WEIGHPOST_FLOOD_SECONDS"].flatMap { Int($0) } ?? 3

    @Test(
        "ten thousand messages a second, a plate among every hundred, lose no plate and no memory",
        .timeLimit(.minutes(3)))
    func steadyFlood() async throws {
        let (broker, ledger) = (try TestBroker(), Ledger())
        let reader = try Self.reader(broker.port, ledger)
        let camera = try await Self.publisher(broker.port)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await reader.run() }
            try await Self.first(from: camera, in: ledger)
            let start = ContinuousClock.now
            var (sent, early) = (0, 0)
            for slice in 1...(Self.seconds * 100) {
                for number in 0..<99 {
                    let time = ReaderKit.clock.wall().seconds
                    let payload = "{\"moisture\":\(number),\"time\":\(time)}"
                    try camera.publish("site/moisture", [UInt8](payload.utf8), qos: 0)
                }
                try camera.publish(
                    "frigate/tracked_object_update", Self.plate(slice, padding: 300))
                sent += 100
                if slice == 100 { early = Ledger.resident() }
                try await Task.sleep(until: start + .milliseconds(10) * slice)
            }
            let took = start.duration(to: .now)
            try await until("every plate is there") { ledger.count > Self.seconds * 100 }
            let growth = (Ledger.resident() - early) / 1_000_000
            print(
                "flood: \(sent) messages in \(took), \(ledger.count - 1) of "
                    + "\(Self.seconds * 100) plates, \(growth) MB more resident after the first second"
            )
            #expect(ledger.count == Self.seconds * 100 + 1)
            #expect(growth < 48)
            group.cancelAll()
        }
        camera.stop()
    }
}
