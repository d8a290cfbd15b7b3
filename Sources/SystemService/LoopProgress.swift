package import Intake
import Synchronization

/// The `Watchdog` as loops share it: any thread marks, one service judges.
///
/// A mark is a lock and a look into a small table, well under a microsecond: a loop at 100 Hz may
/// mark every round.
package final class LoopProgress: Sendable {
    private let watchdog: Mutex<Watchdog>

    /// The progress of loops that a watchdog judges.
    package init(_ watchdog: Watchdog) {
        self.watchdog = Mutex(watchdog)
    }

    /// Watches a loop from now on: it may stand still for at most `bound`.
    package func watch(_ name: String, within bound: Duration, from now: MonotonicTime) {
        watchdog.withLock { $0.watch(name, within: bound, from: now) }
    }

    /// The loop has gone round once.
    package func mark(_ name: String, at now: MonotonicTime) {
        watchdog.withLock { $0.mark(name, at: now) }
    }

    /// The loop waits for work and may stand until its next mark.
    package func rest(_ name: String) {
        watchdog.withLock { $0.rest(name) }
    }

    /// The loop has ended as it should.
    package func forget(_ name: String) {
        watchdog.withLock { $0.forget(name) }
    }

    /// What to do now; `feed` counts as done.
    package func judge(at now: MonotonicTime) -> Watchdog.Verdict {
        watchdog.withLock { $0.judge(at: now) }
    }

    /// The loops that stand still; looking changes nothing.
    package func standing(at now: MonotonicTime) -> [StandingLoop] {
        watchdog.withLock { $0.standing(at: now) }
    }
}
