package import DeviceMaps
package import Intake
package import Modbus
import Synchronization

/// Reads one weighing indicator over Modbus, again and again, for as long as it runs.
///
/// Every poll is one weighing and gives one line: a reading, or silence with its reason. Lines wait
/// in `lines` for one consumer; when it falls behind, the oldest are dropped and counted, for an
/// old weight is worth nothing.
package final class ModbusReader: Sendable {
    /// Where an indicator is and how it is asked.
    package struct Settings: Sendable, Hashable {
        package var transport: ModbusTransport
        /// The unit number; behind a gateway it says which device is meant.
        package var unit: UInt8
        /// From one poll to the next.
        package var interval: Duration = .milliseconds(100)
        /// How long the device may take to answer one request.
        package var timeout: Duration = .seconds(1)
        package var scale: ScaleSettings

        package init(_ transport: ModbusTransport, unit: UInt8 = 1, scale: ScaleSettings) {
            (self.transport, self.unit, self.scale) = (transport, unit, scale)
        }
    }

    /// How many lines wait for a consumer that is late.
    package static let capacity = 256

    /// The readings and silences in their order; ends when `run` does.
    package let lines: AsyncStream<ScaleLine>

    private let map: DeviceMap
    private let settings: Settings
    private let clock: SiteClock
    private let source: AsyncStream<ScaleLine>.Continuation
    private let dropped = Mutex(0)

    package init(map: DeviceMap, settings: Settings, clock: SiteClock) {
        (self.map, self.settings, self.clock) = (map, settings, clock)
        (lines, source) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(Self.capacity))
    }

    /// How many lines nobody came for in time.
    package var droppedLines: Int { dropped.withLock { $0 } }

    /// Polls until cancelled; call it once.
    ///
    /// A scale that is away is tried for ever, at first at once and then with growing pauses of up
    /// to five seconds. One that answers is polled at the fixed rate, whatever it answers.
    package func run() async {
        await run(pace: ContinuousClock())
    }

    func run<Pace: Clock>(pace: Pace) async where Pace.Duration == Duration {
        var poll = WeighingPoll(
            map: map, unit: settings.unit, scale: settings.scale, clock: clock,
            client: ModbusClient(settings.transport, timeout: settings.timeout))
        var rhythm = PollRhythm(start: pace.now, interval: settings.interval)
        while !Task.isCancelled {
            let outcome = await poll.next()
            if case .dropped = source.yield(outcome.line) { dropped.withLock { $0 += 1 } }
            let next = rhythm.next(after: pace.now, isAway: outcome.isAway)
            // Only a cancelled sleep throws, and the loop sees that itself.
            try? await pace.sleep(until: next, tolerance: nil)
        }
        await poll.client.close()
        source.finish()
    }
}
