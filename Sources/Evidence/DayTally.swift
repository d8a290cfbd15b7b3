import Intake

/// Counts the entries of each day until the day is over and can be closed.
package struct DayTally: Sendable {
    private struct Day {
        var entries: UInt64 = 0
        var net: Int64 = 0
    }

    private var days: [String: Day] = [:]

    /// Nothing counted yet: a tally begins behind the last closing.
    package init() {}

    /// Counts an entry of a day, `YYYY-MM-DD` in the site's time zone.
    ///
    /// The net is that of the intakes as they were weighed: what is voided later was weighed all the
    /// same, and the day may be closed by then.
    package mutating func count(_ entry: JournalEntry, on day: String) {
        days[day, default: Day()].entries += 1
        if case .intake(let load) = entry.body { days[day]?.net += load.net.grams }
    }

    /// The closings of all days before `today`, oldest first; a day without entries has none.
    package func closings(before today: String) -> [ClosingBody] {
        days.filter { $0.key < today }.sorted { $0.key < $1.key }.map { day, tally in
            ClosingBody(day: day, entries: tally.entries, net: tally.net)
        }
    }
}
