import Testing

@testable import DeviceReaders

@Suite("Whose turn it is on a bus")
struct BusScheduleTests {
    private typealias Instant = ContinuousClock.Instant
    private let start = ContinuousClock.now

    /// A scale at ten polls a second and two sensors at one a second.
    private func schedule() -> BusSchedule<Instant> {
        BusSchedule([
            PollRhythm(start: start, interval: .milliseconds(100), patience: .sharedScale),
            PollRhythm(start: start, interval: .seconds(1), patience: .shared),
            PollRhythm(start: start, interval: .seconds(1), patience: .shared),
        ])
    }

    /// Lets so much time pass; how often each unit was asked, and the time it took of the bus.
    private func run(
        _ schedule: inout BusSchedule<Instant>, from now: inout Instant, for span: Duration,
        _ answer: (Int) -> (PollOutcome, took: Duration)
    ) -> [(polls: Int, busy: Duration)] {
        var shares = [(polls: Int, busy: Duration)](repeating: (0, .zero), count: 3)
        let end = now + span
        while true {
            let turn = schedule.next
            guard max(turn.due, now) < end else { break }
            now = max(turn.due, now)
            let (outcome, took) = answer(turn.unit)
            schedule.polled(turn, from: now, to: now + took, outcome)
            now += took
            shares[turn.unit].polls += 1
            shares[turn.unit].busy += took
        }
        now = max(now, end)
        return shares
    }

    @Test("each unit keeps its own rate, and nobody is late on a bus that has time for all")
    func rates() {
        var (schedule, now) = (schedule(), start)
        let shares = run(&schedule, from: &now, for: .seconds(60)) { _ in
            (.answered, took: .milliseconds(10))
        }
        #expect(shares.map(\.polls) == [600, 60, 60])
        #expect(schedule.punctuality.map(\.missed) == [0, 0, 0])
        #expect(schedule.punctuality[0].worst <= .milliseconds(20))
        #expect(schedule.punctuality[0].polls == 600)
    }

    @Test("a dead unit costs the others a twentieth of an hour at most, and later next to nothing")
    func deadUnit() {
        var (schedule, now) = (schedule(), start)
        // A time-out of a second and a second of quiet after it, as on a serial line.
        func answer(_ unit: Int) -> (PollOutcome, took: Duration) {
            unit == 2 ? (.away, took: .seconds(2)) : (.answered, took: .milliseconds(10))
        }
        let first = run(&schedule, from: &now, for: .seconds(3600), answer)
        #expect(first[2].busy <= .seconds(3600) / 20)
        #expect(first[0].polls > 34_000)
        let later = run(&schedule, from: &now, for: .seconds(3600), answer)
        #expect(later[2].polls <= 12)
        #expect(later[0].polls > 35_700)
        #expect(schedule.isAway(2) && !schedule.isAway(0))
        #expect(schedule.punctuality[0].worst <= .milliseconds(2_100))
    }

    @Test("when the cable is back, whoever was only cut off is asked at once")
    func cableBack() {
        var (schedule, now) = (schedule(), start)
        _ = run(&schedule, from: &now, for: .seconds(3600)) { _ in
            (.unreachable, took: .milliseconds(1))
        }
        let shares = run(&schedule, from: &now, for: .seconds(62)) { _ in
            (.answered, took: .milliseconds(10))
        }
        // The scale is tried within a minute; from there on nobody waits.
        #expect(shares.allSatisfy { $0.polls > 0 })
        #expect(!schedule.isAway(1) && !schedule.isAway(2))
    }

    @Test("a unit that went silent by itself keeps its pause when another answers")
    func deadStaysDead() {
        var (schedule, now) = (schedule(), start)
        _ = run(&schedule, from: &now, for: .seconds(3600)) { unit in
            unit == 2 ? (.away, took: .seconds(2)) : (.answered, took: .milliseconds(10))
        }
        let shares = run(&schedule, from: &now, for: .seconds(60)) { unit in
            unit == 2 ? (.away, took: .seconds(2)) : (.answered, took: .milliseconds(10))
        }
        #expect(shares[2].polls <= 1)
    }

    @Test("a slow bus starves nobody: whoever waits longest is next")
    func overloaded() {
        var (schedule, now) = (schedule(), start)
        let shares = run(&schedule, from: &now, for: .seconds(60)) { _ in
            (.answered, took: .milliseconds(150))
        }
        #expect(shares.allSatisfy { $0.polls >= 55 })
        #expect(schedule.punctuality[0].missed > 200)
    }
}
