import SystemService

/// Whether the ledger's thread goes on, as the service manager's watchdog has it.
///
/// A thread that answers goes on, and so does one that says so in the midst of long work: what it does
/// for minutes, a state of millions of entries that was fetched, it tells row by row.
final class LedgerProgress: Sendable {
    private static let loop = "the ledger"
    /// Where no service manager watches, nobody asks either.
    private static let unwatched = Duration.seconds(60)

    private let loops: LoopProgress
    private let bound: Duration
    private let clock = SystemClock()

    /// Progress that is told to a manager which bears that long a silence; nil for none.
    init(_ period: WatchdogPeriod?) {
        // With this bound the last sign of life is never older than the ledger's last progress: it may
        // stand as long as the manager bears, a long block included.
        bound = period?.feedEvery ?? Self.unwatched
        loops = LoopProgress(Watchdog(feedEvery: bound))
    }

    /// It is watched from now on.
    func begin() { loops.watch(Self.loop, within: bound, from: clock.monotonic()) }

    /// It goes on; from any thread, well under a microsecond.
    func mark() { loops.mark(Self.loop, at: clock.monotonic()) }

    /// Whether the manager is to hear now that it goes on; yes counts as said.
    func isToTell() -> Bool { loops.judge(at: clock.monotonic()) == .feed }

    /// Whether it has stood still for so long that the manager hears nothing any more.
    var stands: Bool { !loops.standing(at: clock.monotonic()).isEmpty }
}
