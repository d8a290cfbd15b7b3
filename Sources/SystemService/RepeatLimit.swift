package import Intake

/// Keeps what happens again and again from filling the log.
///
/// The first time passes at once. What repeats is counted, and told in one summary after 1 minute,
/// 10 minutes, 1 hour and then each hour, counted from the first time; when it is over, a last
/// summary tells the rest.
package struct RepeatLimit: Sendable {
    /// What happens again and again: an event's name, and what it is about.
    package struct Key: Hashable, Sendable {
        package let name: String
        /// Nil where there is only one thing that it can be about.
        package let subject: String?

        package init(_ name: String, _ subject: String? = nil) {
            (self.name, self.subject) = (name, subject)
        }
    }

    /// What to do with something that happened.
    package enum Answer: Hashable, Sendable {
        /// It is new: let it out as it is.
        case first
        /// It is counted: say nothing.
        case held
        /// Say in its place for how long and how often it has happened.
        case summary(RepeatedSpell)
    }

    private struct Spell: Sendable {
        let began: MonotonicTime
        var last: MonotonicTime
        var count = 1
        var told = 1
        /// Milliseconds from the beginning to the next summary.
        var nextSummary: Int64 = 60_000

        var isUntold: Bool { count > told }

        func summed(up key: Key, until end: MonotonicTime) -> RepeatedSpell {
            let lasted = max(0, end.milliseconds(since: began))
            return RepeatedSpell(key: key, lasted: .milliseconds(lasted), count: count)
        }
    }

    private let capacity: Int
    private let quietPeriod: Duration
    private var spells: [Key: Spell] = [:]
    /// What had to make room before its rest was told.
    private var displaced: [RepeatedSpell] = []

    /// A limit that knows at most `capacity` keys.
    ///
    /// What is not heard for `quietPeriod` is over. It should be longer than an hour, or what
    /// happens hourly is always new.
    package init(capacity: Int = 512, quietPeriod: Duration = .seconds(2 * 3600)) {
        precondition(capacity > 0, "a limit knows at least one key")
        (self.capacity, self.quietPeriod) = (capacity, quietPeriod)
    }

    /// Something happened.
    package mutating func hear(_ key: Key, at now: MonotonicTime) -> Answer {
        guard var spell = spells[key] else {
            if spells.count >= capacity { displaceOldest() }
            spells[key] = Spell(began: now, last: now)
            return .first
        }
        spell.last = max(spell.last, now)
        spell.count += 1
        let age = now.milliseconds(since: spell.began)
        let isDue = age >= spell.nextSummary
        if isDue {
            spell.told = spell.count
            spell.nextSummary = RepeatLimit.summary(after: age)
        }
        spells[key] = spell
        return isDue ? .summary(spell.summed(up: key, until: now)) : .held
    }

    /// It is over, with a subject for that one and without for all of that name: what was held back.
    ///
    /// The next time is new again.
    package mutating func clear(
        _ name: String, about subject: String?, at now: MonotonicTime
    ) -> [RepeatedSpell] {
        var ended: [RepeatedSpell] = []
        for (key, spell) in spells where key.name == name {
            guard subject == nil || key.subject == nil || key.subject == subject else { continue }
            spells[key] = nil
            if spell.isUntold { ended.append(spell.summed(up: key, until: now)) }
        }
        return ended.sorted { $0.key.order < $1.key.order }
    }

    /// Forgets what has been quiet for long and gives the summaries that are still untold.
    ///
    /// To be called now and then, once a minute say: for what nobody clears.
    package mutating func sweep(at now: MonotonicTime) -> [RepeatedSpell] {
        var ended = displaced
        displaced = []
        for (key, spell) in spells {
            let quiet = Duration.milliseconds(now.milliseconds(since: spell.last))
            guard quiet >= quietPeriod else { continue }
            spells[key] = nil
            if spell.isUntold { ended.append(spell.summed(up: key, until: spell.last)) }
        }
        return ended.sorted { $0.key.order < $1.key.order }
    }

    /// The first of 1 minute, 10 minutes, 1 hour, 2 hours … that comes after an age; milliseconds.
    private static func summary(after age: Int64) -> Int64 {
        if age < 600_000 { return 600_000 }
        return (age / 3_600_000 + 1) * 3_600_000
    }

    /// Makes room: what was not heard for longest goes, and its rest waits for the next sweep.
    private mutating func displaceOldest() {
        guard let oldest = spells.min(by: { $0.value.last < $1.value.last }) else { return }
        spells[oldest.key] = nil
        // Without sweeps this must not grow for ever.
        guard oldest.value.isUntold, displaced.count < capacity else { return }
        displaced.append(oldest.value.summed(up: oldest.key, until: oldest.value.last))
    }
}

extension RepeatLimit.Key {
    fileprivate var order: (String, String) { (name, subject ?? "") }
}
