package import Intake

/// A loop that has made no progress for longer than it may.
package struct StandingLoop: Hashable, Sendable {
    /// The loop's name, as it was given to `Watchdog`.
    package let name: String
    /// Its last progress.
    package let since: MonotonicTime
    /// For how long it has stood still.
    package let lasted: Duration

    /// A loop that has stood still so long.
    package init(name: String, since: MonotonicTime, lasted: Duration) {
        (self.name, self.since, self.lasted) = (name, since, lasted)
    }

    /// The loop and its standstill, for the status and the log: "polling has stood still for 12 s".
    package var words: String { "\(name) has stood still for \(lasted.inWords)" }
}
