import DeviceMaps
package import Intake
package import Modbus
import Synchronization

/// Asks all devices of one bus, one question at a time, for as long as it runs.
///
/// Every poll of the scale is one weighing and gives one line: a reading, or silence with its
/// reason. Of sensors only the latest values are kept.
package final class ModbusReader: Sendable {
    /// A bus: how it is reached, and how long one of its devices may take to answer.
    package struct Bus: Sendable, Hashable {
        package var transport: ModbusTransport
        package var timeout: Duration

        package init(_ transport: ModbusTransport, timeout: Duration = .seconds(1)) {
            (self.transport, self.timeout) = (transport, timeout)
        }
    }

    /// Which devices with sensors went away or came back, and what changed that must not; ends when
    /// `run` does.
    package let news: AsyncStream<FieldNews>

    private let bus: Bus
    private let units: [BusUnit]
    private let clock: SiteClock
    private let newsSource: AsyncStream<FieldNews>.Continuation
    private let alibi = AlibiDesk()
    private let boards: Mutex<[RegisterBoard?]>
    private let latestPunctuality: Mutex<[Punctuality]>

    /// A reader that connects to nothing yet; `units` are asked in turn.
    package init(_ bus: Bus, units: [BusUnit], clock: SiteClock) {
        (self.bus, self.units, self.clock) = (bus, units, clock)
        (news, newsSource) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(64))
        boards = Mutex(
            units.map {
                if case .sensors(let unit) = $0 { RegisterBoard(unit.sensors) } else { nil }
            })
        latestPunctuality = Mutex(units.map { _ in Punctuality() })
    }

    /// How well the polls of each unit kept their rate since the start, by the unit's name.
    package var punctuality: [(unit: String, Punctuality)] {
        latestPunctuality.withLock { zip(units, $0).map { ($0.name, $1) } }
    }

    /// Every sensor of the bus as it stands now, the ones that never spoke included.
    package func sensors() -> [SensorReading] {
        let (now, wall) = (clock.monotonic(), clock.wall())
        return boards.withLock { boards in
            boards.flatMap { $0?.readings(at: now, wall: wall) ?? [] }
        }
    }

    /// How long a weighing waits for the number that the scale keeps it under.
    private static let patience = Duration.seconds(5)

    /// Lets the scale keep the weighing that it shows in its own memory, after the poll at hand.
    ///
    /// - Returns: a failure after five seconds at the latest, whatever the scale does.
    package func store(_ shown: ShownWeight) async -> Result<AlibiRecord, CommandError> {
        await alibi.store(shown, within: Self.patience)
    }

    /// Polls until cancelled; call it once.
    ///
    /// A unit that is away is tried for ever, at first at once and then with growing pauses: alone
    /// on its bus of up to five seconds, else of up to five minutes, so that waiting for it in vain
    /// keeps the others at most a twentieth of the time. One that answers is polled at its rate,
    /// whatever it answers.
    ///
    /// - Parameter take: gets the scale's readings and silences in their order, on the bus' own
    ///   thread; it has to be quick.
    package func run(taking take: @escaping @Sendable (ScaleLine) -> Void) async {
        await run(pace: ContinuousClock(), taking: take)
    }

    func run<Pace: Clock>(
        pace: Pace, taking take: @escaping @Sendable (ScaleLine) -> Void
    ) async where Pace.Duration == Duration {
        await run(pace, taking: take, on: ModbusClient(bus.transport, timeout: bus.timeout))
        alibi.close()
        newsSource.finish()
    }

    /// Polls on the client's own thread: from one question to the next nobody else is woken, but for
    /// who takes the line.
    private func run<Pace: Clock>(
        _ pace: Pace, taking sink: @Sendable (ScaleLine) -> Void,
        on client: isolated ModbusClient
    ) async where Pace.Duration == Duration {
        var polls = units.map { BusPoll($0, clock: clock) }
        var schedule = schedule(start: pace.now)
        while !Task.isCancelled {
            let turn = schedule.next
            if let due = turn.due as? ContinuousClock.Instant {
                await client.rest(until: due)
            } else if turn.due > pace.now {
                // Only a cancelled sleep throws, and the loop sees that itself.
                try? await pace.sleep(until: turn.due, tolerance: nil)
            }
            if Task.isCancelled { break }
            let (start, wasAway) = (pace.now, schedule.isAway(turn.unit))
            let result = await polls[turn.unit].next(over: client)
            schedule.polled(turn, from: start, to: pace.now, result.outcome)
            if case .scale(let line, _) = result { sink(line) }
            take(result, of: turn.unit, wasAway: wasAway, isAway: schedule.isAway(turn.unit))
            await serve(&polls[turn.unit], result.outcome, over: client)
            latestPunctuality.withLock { [punctuality = schedule.punctuality] in $0 = punctuality }
        }
        client.close()
    }

    /// What a scale that answers is asked beside its weight.
    private func serve(
        _ poll: inout BusPoll, _ outcome: PollOutcome, over client: ModbusClient
    ) async {
        guard case .scale(var scale) = poll else { return }
        await alibi.serve { [scale] in await scale.store($0, over: client) }
        guard outcome == .answered else { return }
        for finding in await scale.audit(over: client) { newsSource.yield(.audit(finding)) }
        poll = .scale(scale)
    }

    private func schedule<Instant>(
        start: Instant
    ) -> BusSchedule<Instant> where Instant: InstantProtocol, Instant.Duration == Duration {
        BusSchedule(
            units.map { unit in
                PollRhythm(
                    start: start, interval: unit.interval,
                    patience: unit.patience(isAlone: units.count == 1))
            })
    }

    private func take(_ result: BusPoll.Result, of unit: Int, wasAway: Bool, isAway: Bool) {
        switch result {
        case .scale: break
        case .sensors(let readings, _, let trouble):
            let now = clock.monotonic()
            boards.withLock { boards in
                if isAway { boards[unit]?.lose() } else { boards[unit]?.take(readings, at: now) }
            }
            guard case .sensors(let device) = units[unit], isAway != wasAway else { return }
            newsSource.yield(
                .unit(
                    UnitNews(name: device.name, awayFor: isAway ? trouble ?? "no answer" : nil)))
        }
    }
}
