import Intake
import SystemService
import Testing

@Suite("What happens again and again does not fill the log")
struct RepeatLimitTests {
    private typealias Key = RepeatLimit.Key

    private func time(_ seconds: Int) -> MonotonicTime {
        MonotonicTime(nanoseconds: UInt64(seconds) * 1_000_000_000)
    }

    private func summary(_ answer: RepeatLimit.Answer) -> RepeatedSpell? {
        if case .summary(let spell) = answer { spell } else { nil }
    }

    @Test("a scale silent for half a day is one line and a summary at 1 min, 10 min and each hour")
    func silentScale() {
        var limit = RepeatLimit()
        #expect(limit.hear(Key("scale.lost bridge 1"), at: time(1000)) == .first)
        var told: [(age: Int, words: String)] = []
        for age in stride(from: 5, through: 4 * 3600, by: 5) {
            let answer = limit.hear(Key("scale.lost bridge 1"), at: time(1000 + age))
            if let spell = summary(answer) { told.append((age, spell.words)) }
        }
        #expect(told.map(\.age) == [60, 600, 3600, 7200, 10_800, 14_400])
        #expect(told.first?.words == "for 1 min, 13 times")
        #expect(told[3].words == "for 2 h, 1,441 times")
    }

    @Test("when the scale answers again, what was held back is told once")
    func answersAgain() {
        var limit = RepeatLimit()
        _ = limit.hear(Key("scale"), at: time(0))
        #expect(limit.hear(Key("scale"), at: time(10)) == .held)
        #expect(limit.hear(Key("scale"), at: time(20)) == .held)
        let spell = limit.clear("scale", about: nil, at: time(30)).first
        #expect(
            spell == RepeatedSpell(key: Key("scale"), lasted: .seconds(30), count: 3))
        #expect(spell?.words == "for 30 s, 3 times")
        #expect(limit.clear("scale", about: nil, at: time(31)).isEmpty)
        #expect(limit.hear(Key("scale"), at: time(32)) == .first)
    }

    @Test("what happened once, or was summed up just now, needs no last summary")
    func nothingHeld() {
        var limit = RepeatLimit()
        _ = limit.hear(Key("scale"), at: time(0))
        #expect(limit.clear("scale", about: nil, at: time(5)).isEmpty)
        _ = limit.hear(Key("scale"), at: time(10))
        #expect(summary(limit.hear(Key("scale"), at: time(70)))?.count == 2)
        #expect(limit.clear("scale", about: nil, at: time(75)).isEmpty)
        #expect(limit.clear("never heard of", about: nil, at: time(80)).isEmpty)
    }

    @Test("two scales are two stories")
    func subjects() {
        var limit = RepeatLimit()
        #expect(limit.hear(Key("scale.lost", "bridge 1"), at: time(0)) == .first)
        #expect(limit.hear(Key("scale.lost", "bridge 2"), at: time(1)) == .first)
        #expect(limit.hear(Key("scale.lost", "bridge 1"), at: time(2)) == .held)
        #expect(limit.clear("scale.lost", about: "bridge 2", at: time(3)).isEmpty)
        #expect(limit.hear(Key("scale.lost", "bridge 2"), at: time(4)) == .first)
        #expect(limit.hear(Key("scale.lost", "bridge 1"), at: time(5)) == .held)
        // What ends all of them says what was held back of each.
        #expect(limit.clear("scale.lost", about: nil, at: time(6)).map(\.count) == [3])
        #expect(limit.hear(Key("scale.lost", "bridge 1"), at: time(7)) == .first)
    }

    @Test("what comes seldom is summed up when it comes, and a missed hour is not made up for")
    func seldom() {
        var limit = RepeatLimit(quietPeriod: .seconds(1_000_000))
        _ = limit.hear(Key("node"), at: time(0))
        #expect(summary(limit.hear(Key("node"), at: time(1800)))?.count == 2)
        #expect(limit.hear(Key("node"), at: time(1900)) == .held)
        #expect(summary(limit.hear(Key("node"), at: time(5 * 3600 + 60)))?.count == 4)
        #expect(limit.hear(Key("node"), at: time(5 * 3600 + 120)) == .held)
        #expect(summary(limit.hear(Key("node"), at: time(6 * 3600)))?.count == 6)
    }

    @Test("what nobody clears is over when it has been quiet for long, and its rest is told")
    func quiet() {
        var limit = RepeatLimit(quietPeriod: .seconds(600))
        _ = limit.hear(Key("request refused"), at: time(0))
        _ = limit.hear(Key("request refused"), at: time(30))
        _ = limit.hear(Key("said once"), at: time(30))
        #expect(limit.sweep(at: time(629)).isEmpty)
        let rest = RepeatedSpell(key: Key("request refused"), lasted: .seconds(30), count: 2)
        #expect(limit.sweep(at: time(630)) == [rest])
        #expect(limit.sweep(at: time(9999)).isEmpty)
        #expect(limit.hear(Key("request refused"), at: time(10_000)) == .first)
    }

    @Test("a stranger who invents subjects fills no memory: the one unheard for longest goes")
    func bounded() {
        var limit = RepeatLimit(capacity: 3)
        for second in 0..<3 { _ = limit.hear(Key("subject \(second)"), at: time(second)) }
        #expect(limit.hear(Key("subject 0"), at: time(4)) == .held)
        #expect(limit.hear(Key("subject 3"), at: time(5)) == .first)
        // Subject 1 made room.
        #expect(limit.hear(Key("subject 0"), at: time(6)) == .held)
        #expect(limit.hear(Key("subject 2"), at: time(7)) == .held)
        #expect(limit.hear(Key("subject 1"), at: time(8)) == .first)
    }

    @Test("what made room before its rest was told is told by the next sweep")
    func displaced() {
        var limit = RepeatLimit(capacity: 1)
        _ = limit.hear(Key("subject 0"), at: time(0))
        _ = limit.hear(Key("subject 0"), at: time(8))
        #expect(limit.hear(Key("subject 1"), at: time(9)) == .first)
        let rest = RepeatedSpell(key: Key("subject 0"), lasted: .seconds(8), count: 2)
        #expect(limit.sweep(at: time(10)) == [rest])
        #expect(limit.sweep(at: time(11)).isEmpty)
    }

    @Test("a time before the first one makes no negative spell")
    func backwards() {
        var limit = RepeatLimit()
        _ = limit.hear(Key("scale"), at: time(100))
        #expect(limit.hear(Key("scale"), at: time(50)) == .held)
        #expect(limit.clear("scale", about: nil, at: time(60)).first?.lasted == .zero)
    }

    @Test(
        "a count is written as people write it",
        arguments: [
            (1, "for 2 h, once"), (2, "for 2 h, 2 times"), (999, "for 2 h, 999 times"),
            (1440, "for 2 h, 1,440 times"), (1_234_567, "for 2 h, 1,234,567 times"),
        ])
    func words(count: Int, words: String) {
        #expect(RepeatedSpell(key: Key(""), lasted: .seconds(7200), count: count).words == words)
    }
}
