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

    /// How many entries are read at once.
    private static let chunk: UInt64 = 500
    /// The clock may be stepped while we sleep, so nobody sleeps longer than this: seconds.
    private static let longestSleep: Int64 = 900

    func run() async throws {
        do {
            try await cancelWhenGracefulShutdown {
                while true {
                    try await closeFinishedDays()
                    let left = calendar.secondsLeft(after: clock.wall().seconds)
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
    private func tally() async throws -> DayTally {
        let journal = recorder.journal
        let head = await journal.head.seq
        var tally = DayTally()
        var next = try await firstOpen()
        while next <= head {
            let end = min(head, next + Self.chunk - 1)
            for entry in try await journal.entries(next...end) {
                tally.count(entry, on: calendar.day(of: entry.time))
            }
            next = end + 1
        }
        return tally
    }

    /// The first entry that the last closing did not count.
    ///
    /// Those of the new day that came before the closing was written, and closings written with
    /// it, lie in front of it.
    private func firstOpen() async throws -> UInt64 {
        let journal = recorder.journal
        guard let last = try await journal.lastEntries(.closing, count: 1).last,
            case .closing(let closing) = last.body
        else { return 1 }
        var first = last.seq + 1
        while first > 1,
            let before = try await journal.entries((first - 1)...(first - 1)).first,
            calendar.day(of: before.time) > closing.day
        {
            first -= 1
        }
        return first
    }
}
