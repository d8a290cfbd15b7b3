/// When one device's next poll is due: at a fixed rate counted from the start, or later while
/// nobody answers.
///
/// The rate does not drift: a poll that took long shortens the wait after it, and polls that were
/// missed altogether are left out, never made up for.
struct PollRhythm<Instant: InstantProtocol> where Instant.Duration == Duration {
    /// When the next poll is due.
    private(set) var due: Instant
    /// Polls that were left out because the one before them ended after their time.
    private(set) var missed = 0

    private let interval: Duration
    private let patience: PollPatience
    private var failures = 0

    init(start: Instant, interval: Duration, patience: PollPatience = .alone) {
        precondition(interval > .zero, "polls need time between them")
        (due, self.interval, self.patience) = (start, interval, patience)
    }

    /// Whether the device was away at two polls or more: once is a disturbance.
    var isAway: Bool { failures > 1 }

    /// Takes a poll that went `from` one moment `to` another; the next one is then `due`.
    mutating func polled(from start: Instant, to end: Instant, isAway: Bool) {
        failures = isAway ? failures + 1 : 0
        guard failures > 1 else {
            due = due.advanced(by: interval)
            if due < end {
                let late = (due.duration(to: end) / interval).rounded(.up)
                due = due.advanced(by: interval * late)
                missed += Int(late)
            }
            return
        }
        // 2, 4, 8 … intervals: the first failure is tried again at once, a cable takes longer.
        let growing = interval * (1 << min(failures - 1, 16))
        let pause = max(growing, start.duration(to: end) * patience.costFactor)
        due = end.advanced(by: min(pause, max(patience.longestPause, interval)))
    }

    /// The way to the device is there again: it is tried at once, and counts as away until it answers.
    mutating func retry(at now: Instant) { due = now }
}
