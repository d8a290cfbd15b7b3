import DeviceMaps
import Intake
import Modbus
import SiteLab
import Synchronization
import TestKit
import Testing

@testable import DeviceReaders

@Suite("A simulated site, read as a real one")
struct SimulatedSiteTests {
    /// What a site reported, in order.
    private final class Diary: Sendable {
        private let events = Mutex<[SiteEvent]>([])

        var all: [SiteEvent] { events.withLock { $0 } }

        func note(_ event: SiteEvent) {
            events.withLock { $0.append(event) }
        }
    }

    /// What the weighing machine found until it had captured so many passes.
    private func weighings(
        _ settings: SiteLabSettings, passes: Int
    ) async throws -> (actions: [SettlingScale.Action], events: [SiteEvent]) {
        let diary = Diary()
        let site = try SiteSimulator(settings: settings) { diary.note($0) }
        let reader = try ReaderKit.reader(port: site.modbusPort, every: .milliseconds(50))
        let lines = Lines()
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await site.run() }
            group.addTask { await reader.run(taking: lines.take) }
            let actions = await settle(lines.all, interval: settings.interval, passes: passes)
            group.cancelAll()
            try await ended(&group)
            return (actions, diary.all)
        }
    }

    private func settle(
        _ lines: AsyncStream<ScaleLine>, interval: ScaleInterval, passes: Int
    ) async -> [SettlingScale.Action] {
        var machine = SettlingScale(interval: interval, bootID: ReaderKit.clock.bootID)
        var actions: [SettlingScale.Action] = []
        for await line in lines {
            actions += machine.receive(line)
            if captured(actions).count == passes { break }
        }
        return actions
    }

    private func captured(_ actions: [SettlingScale.Action]) -> [Pass] {
        actions.compactMap {
            if case .captured(let pass) = $0 { return pass }
            return nil
        }
    }

    @Test(
        "a truck's two weights arrive through real Modbus exactly as it weighs",
        .timeLimit(.minutes(1)))
    func exactWeights() async throws {
        var settings = SiteLabSettings(trucks: [
            TruckPlan(plate: "B-WH 4711", gross: 15_380, tare: 9_480, dwell: 1)
        ])
        (settings.speed, settings.seed) = (40, 13)
        let (actions, events) = try await weighings(settings, passes: 2)
        let passes = captured(actions)
        #expect(passes.map(\.mass) == [.kilograms(15_380), .kilograms(9_480)])
        #expect(passes.allSatisfy { $0.rampSeen && $0.stability.quality == .strict })
        #expect(events.contains(.steady(plate: "B-WH 4711", kilograms: 15_380)))
        #expect(events.contains(.left(plate: "B-WH 4711", isFull: true)))
        let abandoned = actions.contains {
            if case .abandoned = $0 { return true }
            return false
        }
        #expect(!abandoned)
    }

    @Test("the simulated indicator answers as the FT-10's manual says", .timeLimit(.minutes(1)))
    func indicator() async throws {
        let site = try SiteSimulator(settings: SiteLabSettings(trucks: []))
        let client = ModbusClient(
            .tcp(host: "127.0.0.1", port: site.modbusPort), timeout: .milliseconds(200))
        let words = try await client.read(.holding, at: 0, count: 9, unit: 1)
        #expect(words[0...1] == [0, 0] && words[2] == words[7])
        for address: UInt16 in [8, 9, 29] {
            let error = await #expect(throws: ModbusError.self) {
                try await client.read(.holding, at: address, count: 2, unit: 1)
            }
            #expect(error?.code == .exception(2))
        }
        let error = await #expect(throws: ModbusError.self) {
            try await client.read(.input, at: 0, count: 1, unit: 1)
        }
        #expect(error?.code == .exception(1))
        site.setScaleAway(true)
        let silence = await #expect(throws: ModbusError.self) {
            try await client.read(.holding, at: 0, count: 9, unit: 1)
        }
        #expect(silence?.code == .timedOut)
        site.setScaleAway(false)
        _ = try await client.read(.holding, at: 0, count: 9, unit: 1)
    }

    @Test(
        "camera and sensors speak on the broker as their map expects",
        .enabled(if: TestBroker.isInstalled, "mosquitto is not here"), .timeLimit(.minutes(1)))
    func broker() async throws {
        let broker = try TestBroker()
        let reader = try HeardBroker(
            map: ReaderKit.brokerMap(), settings: ReaderKit.brokerSettings(port: broker.port))
        var settings = SiteLabSettings(trucks: [
            TruckPlan(
                plate: "B-WH 4711", gross: 12_000, tare: 7_000, moisture: 31.5, radiation: 400)
        ])
        (settings.speed, settings.brokerPort, settings.staysOpen) = (5, broker.port, true)
        let site = try SiteSimulator(settings: settings)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await reader.run() }
            for await state in reader.states where state == .connected { break }
            group.addTask { try await site.run() }
            var (plates, sensors): ([String: Int], [String: SensorReading]) = ([:], [:])
            for await item in reader.items {
                switch item {
                case .plate(let read): plates[read.plate.text] = read.confidencePermille
                case .sensor(let reading) where plates["BWH4711"] != nil:
                    sensors[reading.name] = reading
                default: break
                }
                if sensors["probe"]?.mantissa == 315, sensors["portal"] != nil { break }
            }
            let confidence = try #require(plates["BWH4711"])
            #expect(confidence >= 800)
            #expect(sensors["probe"]?.exponent == -1)
            #expect(sensors["probe"]?.quality == .good)
            let portal = try #require(sensors["portal"])
            #expect((3_985...4_015).contains(portal.mantissa))
            group.cancelAll()
            try await ended(&group)
        }
    }

    /// Waits for tasks that were cancelled because the test has seen enough.
    private func ended(_ group: inout ThrowingTaskGroup<Void, any Error>) async throws {
        while let result = await group.nextResult() {
            if case .failure(let error) = result, !(error is CancellationError) { throw error }
        }
    }
}
