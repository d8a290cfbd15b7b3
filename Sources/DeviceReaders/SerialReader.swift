package import DeviceMaps
package import Intake
import Synchronization

/// Reads one weighing indicator from a serial line, for as long as it runs.
///
/// Every frame gives one line: a reading, or silence with its reason; so does every question that
/// got no answer and every span in which a line that should speak said nothing.
package final class SerialReader: Sendable {
    /// Where an indicator is and how it is asked.
    package struct Settings: Sendable, Hashable {
        package var route: SerialRoute
        /// Its address on a shared line, for formats that have one.
        package var address: FrameAddress = .first
        /// From one question to the next; nil takes the map's.
        package var interval: Duration?
        /// How long an answer or a connection may take.
        package var timeout: Duration = .seconds(1)
        package var scale: ScaleSettings

        package init(route: SerialRoute, scale: ScaleSettings) {
            (self.route, self.scale) = (route, scale)
        }
    }

    /// So many periods without a frame are silence.
    package static let patience = 5

    let map: FrameMap
    let settings: Settings
    let clock: SiteClock
    let connection: SerialConnection
    private let latestCounts = Mutex(FrameCounts())

    package init(map: FrameMap, settings: Settings, clock: SiteClock) {
        (self.map, self.settings, self.clock) = (map, settings, clock)
        let isPolled = if case .polled = map.talk { true } else { false }
        // A line that is only listened to is opened so that nothing can be sent over it.
        connection = SerialConnection(
            settings.route, line: map.line, canWrite: isPolled, timeout: settings.timeout)
    }

    /// How many frames, wrong checksums, wrong lengths and stray bytes there were since the start.
    package var counts: FrameCounts { latestCounts.withLock { $0 } }

    /// Reads until cancelled; call it once.
    ///
    /// A port that is away is tried for ever, at first at once and then with growing pauses of up
    /// to five seconds; it may return under the same name as another device of the system.
    ///
    /// - Parameter take: gets the readings and silences in their order, on the line's own thread; it
    ///   has to be quick.
    package func run(taking take: @escaping @Sendable (ScaleLine) -> Void) async {
        await run(pace: ContinuousClock(), taking: take)
    }

    func run<Pace: Clock>(
        pace: Pace, taking take: @escaping @Sendable (ScaleLine) -> Void
    ) async where Pace.Duration == Duration {
        await run(pace, taking: take, on: connection)
    }

    /// Reads on the line's own thread: from one frame to the next nobody else is woken, but for who
    /// takes the lines.
    private func run<Pace: Clock>(
        _ pace: Pace, taking take: @Sendable (ScaleLine) -> Void,
        on connection: isolated SerialConnection
    ) async where Pace.Duration == Duration {
        switch map.talk {
        case .continuous: await listen(pace, taking: take, on: connection)
        case .polled(let poll):
            let question = poll.request(address: settings.address)
            await ask(question, pace, taking: take, on: connection)
        }
        connection.close()
    }

    /// From one frame to the next, or from one question to the next.
    var period: Duration { settings.interval ?? .milliseconds(map.periodMilliseconds) }

    func note(_ counts: FrameCounts) {
        latestCounts.withLock { $0 = counts }
    }

    /// A silence that begins now.
    func silence(_ reason: String) -> ScaleLine {
        .silent(reason: reason, at: clock.monotonic())
    }

    /// A frame as a reading; both times are of its last bytes.
    func reading(of frame: [UInt8]) throws(FrameError) -> ScaleLine {
        let reading = try map.reading(
            from: frame, settings: settings.scale, address: settings.address,
            wall: clock.wall(), monotonic: clock.monotonic())
        if reading.status.fault == nil { try checkAgreement(on: reading.shown) }
        return .reading(reading)
    }

    /// What the site says of unit and point and the frame says too must be the same.
    private func checkAgreement(on shown: ShownWeight) throws(FrameError) {
        let site = settings.scale
        guard site.unit == nil || site.unit == shown.unit else {
            throw FrameError(
                .unit, "\(map.title) shows \(shown), not the unit of the configuration")
        }
        guard site.exponent == nil || site.exponent == shown.exponent else {
            throw FrameError(
                .number, "\(map.title) shows \(shown), not the decimals of the configuration")
        }
    }
}
