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
    /// What to say to the service manager while all is well.
    let status: @Sendable () -> String
    let board: SiteBoard
    let report: @Sendable (GatewayEvent) -> Void
    /// Between two questions to the journal's thread: often enough for any watchdog of ours.
    var pingEvery = Duration.seconds(4)

    private enum Pause {
        /// Between two looks where no watchdog asks for more.
        static let look = Duration.seconds(5)
        /// Between two looks at the disk, in milliseconds.
        static let box: Int64 = 30_000
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
        var box: (state: BoxState, next: MonotonicTime) = (BoxState(), clock.monotonic())
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
                box = (tellBox(after: box.state), now.advanced(milliseconds: Pause.box))
                for reminder in board.reminders() { report(reminder) }
            }
            try await Task.sleep(for: period.map { min($0.lookEvery, Pause.look) } ?? Pause.look)
        }
    }

    /// What of the box is told when it changes.
    private struct BoxState: Equatable {
        var isRoomy = true
        var isReadable = true
    }

    private func tellBox(after former: BoxState) -> BoxState {
        let space = DiskSpace.read(at: state)
        let damage = unreadable()
        let now = BoxState(
            isRoomy: (space?.free ?? .max) >= Self.littleRoom, isReadable: damage == nil)
        if now.isRoomy != former.isRoomy {
            report(
                GatewayEvent(
                    now.isRoomy ? "disk.enough" : "disk.low",
                    "\((space?.free ?? 0) >> 20) MiB are free where the journal lies",
                    [("free_bytes", .number(space?.free ?? 0))],
                    level: now.isRoomy ? .info : .warning))
        }
        if now.isReadable != former.isReadable {
            report(
                GatewayEvent(
                    now.isReadable ? "journal.readable" : "journal.unreadable",
                    damage ?? "the journal can be read again",
                    level: now.isReadable ? .info : .warning))
        }
        return now
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

    /// Why the journal cannot be read beside its writer; nil when it can.
    private func unreadable() -> String? {
        do {
            _ = try JournalReader(state).lastEntry()
            return nil
        } catch {
            return "the journal cannot be read: \(error)"
        }
    }
}
