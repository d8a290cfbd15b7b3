package import DeviceMaps
package import Intake
import Modbus
import Synchronization

/// Reads one weighing indicator over Modbus TCP, again and again, for as long as it runs.
///
/// Every poll is one request and gives one line: a reading, or silence with its reason. Lines wait
/// in `lines` for one consumer; when it falls behind, the oldest are dropped and counted, for an
/// old weight is worth nothing.
package final class ModbusReader: Sendable {
    /// Where an indicator is and how it is asked.
    package struct Settings: Sendable, Hashable {
        package var host: String
        package var port: UInt16
        /// The unit number; behind a gateway it says which device is meant.
        package var unit: UInt8
        /// From one poll to the next.
        package var interval: Duration = .milliseconds(100)
        /// How long the device may take to answer.
        package var timeout: Duration = .seconds(1)
        package var scale: ScaleSettings

        package init(
            host: String, port: UInt16 = 502, unit: UInt8 = 1, scale: ScaleSettings
        ) {
            (self.host, self.port, self.unit, self.scale) = (host, port, unit, scale)
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
        let client = ModbusTCPClient(
            host: settings.host, port: settings.port, timeout: settings.timeout)
        var rhythm = PollRhythm(start: pace.now, interval: settings.interval)
        while !Task.isCancelled {
            let outcome = await poll(client)
            if case .dropped = source.yield(outcome.line) { dropped.withLock { $0 += 1 } }
            let next = rhythm.next(after: pace.now, isAway: outcome.isAway)
            // Only a cancelled sleep throws, and the loop sees that itself.
            try? await pace.sleep(until: next, tolerance: nil)
        }
        await client.close()
        source.finish()
    }

    private func poll(_ client: ModbusTCPClient) async -> (line: ScaleLine, isAway: Bool) {
        let request = map.weighing
        do throws(ModbusError) {
            let words =
                switch request.table {
                case .holding:
                    try await client.readHoldingRegisters(
                        at: request.address, count: request.count, unit: settings.unit)
                case .input:
                    try await client.readInputRegisters(
                        at: request.address, count: request.count, unit: settings.unit)
                }
            return (line(of: words), false)
        } catch {
            let isAway = error.code == .unreachable || error.code == .timedOut
            return (.silent(reason: "\(error)", at: clock.monotonic()), isAway)
        }
    }

    private func line(of words: [UInt16]) -> ScaleLine {
        // Both times are of the answer; the device read its converter a moment before.
        let (wall, monotonic) = (clock.wall(), clock.monotonic())
        do throws(DeviceMapError) {
            return .reading(
                try map.reading(
                    from: [RegisterAnswer(to: map.weighing, words: words)],
                    settings: settings.scale, wall: wall, monotonic: monotonic))
        } catch {
            return .silent(reason: "\(error)", at: monotonic)
        }
    }
}
