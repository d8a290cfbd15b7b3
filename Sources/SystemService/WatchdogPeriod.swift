import Glibc

/// How often the service manager wants to hear that the agent is alive.
///
/// `WATCHDOG_USEC` and `WATCHDOG_PID` of sd_watchdog_enabled(3), which systemd sets for
/// `WatchdogSec=`. A manager that hears nothing for a whole period kills the agent.
package struct WatchdogPeriod: Hashable, Sendable {
    /// The longest silence that the manager bears.
    package let period: Duration

    /// Between two signs of life: half the period, as the manual recommends.
    package var feedEvery: Duration { period / 2 }

    /// Between two looks at the loops.
    ///
    /// An eighth of the period: a loop that moves again is seen before the manager kills. Never
    /// under 10 ms, which would keep the box busy.
    package var lookEvery: Duration { max(period / 8, .milliseconds(10)) }

    /// Nil where no watchdog is asked for, where another process is meant, or where the value is
    /// no number of microseconds.
    package init?(environment: [String: String], processID: Int32 = getpid()) {
        if let named = environment["WATCHDOG_PID"] {
            guard WatchdogPeriod.number(named) == Int64(processID) else { return nil }
        }
        guard let microseconds = environment["WATCHDOG_USEC"].flatMap(WatchdogPeriod.number),
            microseconds > 0
        else { return nil }
        period = .microseconds(microseconds)
    }

    /// Digits and nothing else; a sign or a space is not the manager's hand.
    private static func number(_ text: String) -> Int64? {
        text.utf8.allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 } ? Int64(text) : nil
    }
}
