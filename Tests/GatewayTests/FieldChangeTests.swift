import DeviceReaders
import Intake
import Modbus
import SystemService
import Testing

@testable import Gateway

@Suite("What of the wired devices goes on over a reload")
struct FieldChangeTests {
    private static func bus(_ name: String, port: UInt16, timeout: Int = 1000) -> FieldDevices.Bus {
        FieldDevices.Bus(
            name: name,
            bus: ModbusReader.Bus(
                .tcp(host: "192.0.2.1", port: port), timeout: .milliseconds(timeout)),
            units: [])
    }

    private static func devices(_ buses: FieldDevices.Bus...) -> FieldDevices {
        FieldDevices(buses: buses, serialScale: nil)
    }

    /// Parts that read nothing; each one made is another.
    private static func part(_ devices: FieldDevices) -> FieldPart {
        let (_, source) = AsyncStream<SiteInput>.makeStream(bufferingPolicy: .bufferingNewest(1))
        return FieldPart(
            devices: devices,
            feed: FieldFeed(
                FieldReaders(devices, clock: HandClock().siteClock), into: source,
                progress: LoopProgress(Watchdog(feedEvery: .seconds(10))), report: { _ in }),
            run: StageRun {})
    }

    private static func change(
        from former: [FieldPart], to next: FieldDevices
    ) -> FieldChange {
        FieldChange(from: former, to: next, make: part)
    }

    @Test(
        "a bus that is as it was is read on, by the same reader, beside one that comes and one that goes"
    )
    func keeps() {
        let former = Self.devices(Self.bus("a", port: 1), Self.bus("b", port: 2)).parts
            .map(Self.part)
        let change = Self.change(
            from: former, to: Self.devices(Self.bus("c", port: 3), Self.bus("b", port: 2)))
        #expect(change.next.map { $0.devices.buses.map(\.name) } == [["c"], ["b"]])
        #expect(change.next.last?.run === former.last?.run)
        #expect(change.coming.map { $0.devices.buses.map(\.name) } == [["c"]])
        #expect(change.leaving.map { $0.devices.buses.map(\.name) } == [["a"]])
        #expect(change.stopped.isEmpty)
        #expect(!change.isNothing)
    }

    @Test("the same buses in another order are nothing that changes")
    func nothing() {
        let former = Self.devices(Self.bus("a", port: 1), Self.bus("b", port: 2)).parts
            .map(Self.part)
        let change = Self.change(
            from: former, to: Self.devices(Self.bus("b", port: 2), Self.bus("a", port: 1)))
        #expect(change.isNothing)
        #expect(change.next.first?.run === former.last?.run)
    }

    @Test("whoever reads a bus leaves it before another one tries it with other times")
    func makesRoom() {
        let former = Self.devices(Self.bus("a", port: 1), Self.bus("b", port: 2)).parts
            .map(Self.part)
        let change = Self.change(
            from: former,
            to: Self.devices(Self.bus("a", port: 1, timeout: 200), Self.bus("b", port: 2)))
        #expect(change.stopped.map { $0.devices.buses.map(\.name) } == [["a"]])
        #expect(change.coming.first?.run !== former.first?.run)
        #expect(change.next.last?.run === former.last?.run)
    }

    @Test("of two buses alike each is kept once")
    func twins() {
        let former = Self.devices(Self.bus("a", port: 1)).parts.map(Self.part)
        let change = Self.change(
            from: former, to: Self.devices(Self.bus("a", port: 1), Self.bus("a", port: 1)))
        #expect(change.coming.count == 1)
        #expect(change.leaving.isEmpty)
    }
}
