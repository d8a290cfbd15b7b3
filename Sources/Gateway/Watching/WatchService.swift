import Intake
import JournalStore
import ServiceLifecycle
import SystemService

/// Looks after the agent itself: its loops, its disk, its clock; feeds the watchdog while all go on.
struct WatchService: Service {
    let progress: LoopProgress
    let period: WatchdogPeriod?
    let notifier: ServiceNotifier
    let journal: SQLiteJournal
    let clock: SiteClock
    /// The folder whose disk fills up.
    let state: String
    let looks: JournalLooks
    /// What to say to the service manager while all is well.
    let status: @Sendable () -> String
    let board: SiteBoard
    /// Every sensor of the brokers as it stands now, and whether its broker is connected.
    let sensors: @Sendable () async -> [(sensor: SensorReading, isConnected: Bool)]
    let report: @Sendable (GatewayEvent) -> Void
    /// Between two questions to the journal's thread: often enough for any watchdog of ours.
    var pingEvery = Duration.seconds(4)

    private enum Pause {
        /// Between two looks where no watchdog asks for more.
        static let look = Duration.seconds(5)
        /// Between two looks at the disk, in milliseconds.
        static let box: Int64 = 30_000
        /// Between two looks into the journal.
        static let journal = Duration.seconds(30)
        /// Between two looks at the sensors.
        static let sensors = Duration.seconds(10)
        /// Until everything that a start does has been done, in milliseconds.
        static let start: Int64 = 20_000
    }

    /// Less room than this is little: a year of entries of a busy site.
    static let littleRoom: Int64 = 256 << 20

    func run() async throws {
        do {
            try await cancelWhenGracefulShutdown {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask { try await ping() }
                    group.addTask { try await look() }
                    group.addTask { try await lookIntoJournal() }
                    group.addTask { try await lookAtSensors() }
                    defer { group.cancelAll() }
                    try await group.next()
                }
            }
        } catch is CancellationError {
            // The agent stops, and the manager was told.
        }
    }

    /// A thread that waits for the disk does not answer, and is then seen standing still.
    private func ping() async throws {
        while true {
            _ = await journal.head
            progress.mark(LoopName.journal.rawValue, at: clock.monotonic())
            try await Task.sleep(for: pingEvery)
        }
    }

    private func look() async throws {
        var (isHungry, said) = (false, "")
        var startEnds: MonotonicTime? = clock.monotonic().advanced(milliseconds: Pause.start)
        var box = (isRoomy: true, next: clock.monotonic())
        var hasTime = true
        while true {
            let now = clock.monotonic()
            let verdict = progress.judge(at: now)
            if verdict == .feed, period != nil { notifier.feedWatchdog() }
            switch verdict {
            case .hungry(let loops):
                let words = loops.map(\.words).joined(separator: "; ")
                if !isHungry { report(GatewayEvent("loop.stands", words, level: .warning)) }
                isHungry = true
            case .feed, .wait:
                if isHungry { report(GatewayEvent("loop.goes", "every loop goes on")) }
                isHungry = false
            }
            let words = status()
            if words != said { notifier.status(words) }
            said = words
            if let end = startEnds, now >= end {
                // What only the start needed; once.
                FilePages.read().letGo()
                startEnds = nil
            }
            hasTime = tellClock(after: hasTime)
            if now >= box.next {
                box = (tellRoom(after: box.isRoomy), now.advanced(milliseconds: Pause.box))
                for reminder in board.reminders() { report(reminder) }
            }
            try await Task.sleep(for: period.map { min($0.lookEvery, Pause.look) } ?? Pause.look)
        }
    }

    /// Whether there is room on the disk; said when that changes.
    private func tellRoom(after former: Bool) -> Bool {
        let space = DiskSpace.read(at: state)
        let isRoomy = (space?.free ?? .max) >= Self.littleRoom
        guard isRoomy != former else { return isRoomy }
        report(
            GatewayEvent(
                isRoomy ? "disk.enough" : "disk.low",
                "\((space?.free ?? 0) >> 20) MiB are free where the journal lies",
                [("free_bytes", .number(space?.free ?? 0))],
                level: isRoomy ? .info : .warning))
        return isRoomy
    }

    /// Whether the clock was set; said when that changes.
    private func tellClock(after former: Bool) -> Bool {
        let isSet = clock.wall().clock != .unset
        guard isSet != former else { return isSet }
        report(
            isSet
                ? GatewayEvent("clock.set", "a time source stands behind the clock")
                : GatewayEvent(
                    "clock.unset", "no time source has set the clock", level: .warning))
        return isSet
    }

    private func lookAtSensors() async throws {
        var watch = SensorWatch()
        while true {
            for event in watch.look(at: await sensors(), clock.monotonic()) { report(event) }
            try await Task.sleep(for: Pause.sensors)
        }
    }

    /// Whether the journal can be read beside its writer; said when that changes.
    ///
    /// Beside the looks at the loops: a disk that is slow to read keeps no sign of life back.
    private func lookIntoJournal() async throws {
        var isReadable = true
        while true {
            let damage = await looks.unreadable()
            if (damage == nil) != isReadable {
                report(
                    GatewayEvent(
                        isReadable ? "journal.unreadable" : "journal.readable",
                        damage ?? "the journal can be read again",
                        level: isReadable ? .warning : .info))
            }
            isReadable = damage == nil
            try await Task.sleep(for: Pause.journal)
        }
    }
}
