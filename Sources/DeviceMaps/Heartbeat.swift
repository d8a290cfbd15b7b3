package import Intake

/// A register that a living device keeps changing.
package struct Heartbeat: Sendable, Hashable {
    /// The name of the value.
    package let value: String
    /// Milliseconds after which an unchanged value means that the weight stands still with it.
    package let staleAfter: Int64
}

/// Notices that a device answers and no longer measures: its heartbeat stands still.
package struct HeartbeatWatch: Sendable {
    private let heartbeat: Heartbeat
    private var last: (beat: RegisterValue, since: MonotonicTime)?

    package init(_ heartbeat: Heartbeat) {
        self.heartbeat = heartbeat
    }

    /// Takes the value of one poll; how many milliseconds it has stood still when that is too long.
    package mutating func stalled(_ beat: RegisterValue, at now: MonotonicTime) -> Int64? {
        guard let last, last.beat == beat else {
            self.last = (beat, now)
            return nil
        }
        let still = now.milliseconds(since: last.since)
        return still >= heartbeat.staleAfter ? still : nil
    }
}
