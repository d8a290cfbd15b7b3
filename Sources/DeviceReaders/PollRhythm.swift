/// When the next poll is due: at a fixed rate counted from the start, or later while nobody answers.
///
/// The rate does not drift: a poll that took long shortens the wait after it, and polls that were
/// missed altogether are left out, never made up for.
struct PollRhythm<Instant: InstantProtocol> where Instant.Duration == Duration {
    /// The longest pause between two tries of a device that is away.
    static var longestPause: Duration { .seconds(5) }

    private let interval: Duration
    private var due: Instant
    private var failures = 0

    init(start: Instant, interval: Duration) {
        precondition(interval > .zero, "polls need time between them")
        (due, self.interval) = (start, interval)
    }

    /// The moment of the next poll, after one that ended `now`.
    mutating func next(after now: Instant, isAway: Bool) -> Instant {
        failures = isAway ? failures + 1 : 0
        guard failures > 1 else {
            due = due.advanced(by: interval)
            if due < now {
                let missed = (due.duration(to: now) / interval).rounded(.up)
                due = due.advanced(by: interval * missed)
            }
            return due
        }
        // 2, 4, 8 … intervals: the first failure is tried again at once, a cable takes longer.
        let pause = interval * (1 << min(failures - 1, 16))
        due = now.advanced(by: min(max(pause, interval), max(Self.longestPause, interval)))
        return due
    }
}
