import Intake
import Testing

@testable import Gateway

@Suite("A sensor of a broker that gives nothing to use")
struct SensorWatchTests {
    private let clock = HandClock()

    private func sensor(_ quality: SensorQuality, _ name: String = "moisture") -> SensorReading {
        SensorReading(
            name: name, kind: .moisture, mantissa: 312, exponent: -1, unit: "%", time: 900,
            quality: quality)
    }

    /// What is told when the sensors stand so for as many seconds, looked at every ten.
    private func told(
        _ watch: inout SensorWatch, _ sensors: [SensorReading], isConnected: Bool = true,
        seconds: UInt64
    ) -> [String] {
        var events: [GatewayEvent] = []
        for _ in 0...seconds / 10 {
            events += watch.look(
                at: sensors.map { ($0, isConnected) }, clock.siteClock.monotonic())
            clock.advance(10)
        }
        return events.map { "\($0.name) \($0.subject ?? "") \($0.warning?.code ?? "")" }
    }

    @Test(
        "is told once after a minute, and when it gives values again",
        arguments: [SensorQuality.stale, .missing, .offline, .invalid])
    func silence(quality: SensorQuality) {
        var watch = SensorWatch()
        #expect(told(&watch, [sensor(quality)], seconds: 50).isEmpty)
        #expect(told(&watch, [sensor(quality)], seconds: 600) == ["sensor.silent moisture WP112"])
        #expect(told(&watch, [sensor(.good)], seconds: 100) == ["sensor.heard moisture "])
        #expect(told(&watch, [sensor(quality)], seconds: 50).isEmpty)
    }

    @Test(
        "is not one that measures what cannot be, or whose clock is another",
        arguments: [SensorQuality.good, .outOfRange, .unsynchronised])
    func usable(quality: SensorQuality) {
        var watch = SensorWatch()
        #expect(told(&watch, [sensor(quality)], seconds: 600).isEmpty)
    }

    @Test("is not told of beside its broker that is away, and has its minute when that is back")
    func broker() {
        var watch = SensorWatch()
        _ = told(&watch, [sensor(.stale)], seconds: 50)
        #expect(told(&watch, [sensor(.stale)], isConnected: false, seconds: 600).isEmpty)
        #expect(told(&watch, [sensor(.stale)], seconds: 50).isEmpty)
        #expect(told(&watch, [sensor(.stale)], seconds: 10) == ["sensor.silent moisture WP112"])
        // What is wrong stays wrong while nobody can hear.
        #expect(told(&watch, [sensor(.stale)], isConnected: false, seconds: 100).isEmpty)
        #expect(told(&watch, [sensor(.stale)], seconds: 100).isEmpty)
    }

    @Test("is wrong no more once the site has no such sensor, while another goes on being silent")
    func dropped() {
        var watch = SensorWatch()
        let board = SiteBoard(clock: clock.siteClock)
        let both = [sensor(.missing), sensor(.missing, "radiation")]
        for _ in 0..<7 {
            for event in watch.look(at: both.map { ($0, true) }, clock.siteClock.monotonic()) {
                board.hear(event)
            }
            clock.advance(10)
        }
        #expect(board.now.troubles.map(\.subject) == ["moisture", "radiation"])
        for event in watch.look(at: [(both[1], true)], clock.siteClock.monotonic()) {
            board.hear(event)
        }
        #expect(board.now.troubles.map(\.subject) == ["radiation"])
        #expect(told(&watch, [sensor(.missing)], seconds: 50).first == "sensor.dropped radiation ")
    }
}
