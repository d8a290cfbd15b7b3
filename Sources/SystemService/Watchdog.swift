package import Intake

/// Decides whether the service manager may hear that the agent is alive.
///
/// It may only while every loop that is watched makes progress within its own bound: an agent whose
/// scale loop hangs is no agent, however well its other threads run. Then the manager hears nothing,
/// and starts the agent anew (`WatchdogSec=`, systemd.service(5)).
package struct Watchdog: Sendable {
    /// What to do now.
    package enum Verdict: Hashable, Sendable {
        /// Every loop moves and it is time: send `WATCHDOG=1`.
        case feed
        /// Every loop moves and the last sign of life is still fresh.
        case wait
        /// These loops stand still, the longest first: say so, for the manager will kill.
        case hungry([StandingLoop])
    }

    private struct Loop: Sendable {
        let bound: Duration
        var moved: MonotonicTime
        var isResting = false

        /// Threads may bring their marks out of order.
        mutating func mark(at now: MonotonicTime) {
            moved = max(moved, now)
            isResting = false
        }
    }

    private let feedEvery: Duration
    private var loops: [String: Loop] = [:]
    private var fed: MonotonicTime?

    /// A watchdog to be fed that often: half of the manager's period.
    package init(feedEvery: Duration) {
        self.feedEvery = feedEvery
    }

    /// Watches a loop from now on: it may stand still for at most `bound`.
    package mutating func watch(_ name: String, within bound: Duration, from now: MonotonicTime) {
        loops[name] = Loop(bound: bound, moved: now)
    }

    /// The loop has gone round once; the mark of an unknown loop counts for nothing.
    package mutating func mark(_ name: String, at now: MonotonicTime) {
        loops[name]?.mark(at: now)
    }

    /// The loop waits for work and may stand until its next mark: nothing is left undone.
    package mutating func rest(_ name: String) {
        loops[name]?.isResting = true
    }

    /// The loop has ended as it should.
    package mutating func forget(_ name: String) {
        loops[name] = nil
    }

    /// The loops that stand still, the longest first.
    package func standing(at now: MonotonicTime) -> [StandingLoop] {
        loops.compactMap { name, loop in
            let lasted = Duration.milliseconds(now.milliseconds(since: loop.moved))
            guard !loop.isResting, lasted > loop.bound else { return nil }
            return StandingLoop(name: name, since: loop.moved, lasted: lasted)
        }
        .sorted { ($0.since, $0.name) < ($1.since, $1.name) }
    }

    /// What to do now; `feed` counts as done.
    package mutating func judge(at now: MonotonicTime) -> Verdict {
        let standing = standing(at: now)
        guard standing.isEmpty else { return .hungry(standing) }
        if let fed, Duration.milliseconds(now.milliseconds(since: fed)) < feedEvery { return .wait }
        fed = now
        return .feed
    }
}
