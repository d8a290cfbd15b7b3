import Evidence
import Intake
import JournalStore
import ServiceLifecycle
import SystemService

/// Closes each day once it is over, and at the start those that ended while the box was off.
///
/// A closing fixes how many entries a day had and their net: whoever holds it, or the ticket of any
/// later entry, notices a day that lost one. A crash before the commit only closes the day at the
/// next start, by the same count.
struct ClosingService: Service {
    let recorder: Recorder
    let clock: SiteClock
    let calendar: SiteCalendar

    /// So many closings back is looked for days that have none.
    private static let closingsKept = 32
    /// How many entries are read at once.
    private static let chunk: UInt64 = 500
    /// The clock may be stepped while we sleep, so nobody sleeps longer than this: seconds.
    private static let longestSleep: Int64 = 900

    func run() async throws {
        do {
            try await cancelWhenGracefulShutdown {
                var checked = ""
                while true {
                    let now = clock.wall().seconds
                    // A month of entries is read again once a day, not with every look.
                    if checked != calendar.day(of: now) { try await closeFinishedDays() }
                    checked = calendar.day(of: now)
                    let left = calendar.secondsLeft(after: now)
                    try await Task.sleep(for: .seconds(min(left, Self.longestSleep)))
                }
            }
        } catch is CancellationError {
            // The agent stops; what is not closed yet is closed after the next start.
        }
    }

    /// Appends the closings that are due.
    func closeFinishedDays() async throws {
        let today = calendar.day(of: clock.wall().seconds)
        for closing in try await tally().closings(before: today) {
            try await recorder.record(.closing(closing))
        }
    }

    /// The entries that no closing has counted, by their days.
    ///
    /// Those of days without a closing; and those that came after the last closing, of whatever
    /// day, for a clock may be stepped back.
    private func tally() async throws -> DayTally {
        let journal = recorder.journal
        let closings = try await journal.lastEntries(.closing, count: Self.closingsKept)
        let closed = Set(
            closings.compactMap { if case .closing(let body) = $0.body { body.day } else { nil } })
        let last = closings.last?.seq ?? 0
        let head = await journal.head.seq
        var tally = DayTally()
        var next = closings.count < Self.closingsKept ? 1 : (closings.first?.seq ?? 0) + 1
        while next <= head {
            let end = min(head, next + Self.chunk - 1)
            for entry in try await journal.entries(next...end) {
                let day = calendar.day(of: entry.time)
                if entry.seq > last || !closed.contains(day) { tally.count(entry, on: day) }
            }
            next = end + 1
        }
        return tally
    }
}
