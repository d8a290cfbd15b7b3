import Testing

@testable import DeviceReaders

@Suite("When a device is asked")
struct PollRhythmTests {
    private let start = ContinuousClock.now

    private func rhythm(
        every milliseconds: Int = 100, _ patience: PollPatience = .alone
    ) -> PollRhythm<ContinuousClock.Instant> {
        PollRhythm(start: start, interval: .milliseconds(milliseconds), patience: patience)
    }

    private func at(_ milliseconds: Int) -> ContinuousClock.Instant {
        start + .milliseconds(milliseconds)
    }

    @Test("polls keep their rate however long each took")
    func noDrift() {
        var rhythm = rhythm()
        for (end, due) in [(3, 100), (187, 200), (201, 300)] {
            rhythm.polled(from: rhythm.due, to: at(end), isAway: false)
            #expect(rhythm.due == at(due))
        }
        #expect(rhythm.missed == 0)
    }

    @Test("missed polls are left out and counted, and the rate is kept")
    func missed() {
        var rhythm = rhythm()
        rhythm.polled(from: start, to: at(1_234), isAway: false)
        #expect(rhythm.due == at(1_300))
        #expect(rhythm.missed == 12)
        rhythm.polled(from: at(1_300), to: at(1_301), isAway: false)
        #expect(rhythm.due == at(1_400))
    }

    @Test("one failure is tried again at once, more with growing pauses of at most five seconds")
    func growing() {
        var rhythm = rhythm()
        rhythm.polled(from: start, to: at(5), isAway: true)
        #expect(rhythm.due == at(100))
        #expect(!rhythm.isAway)
        var now = 100
        for pause in [200, 400, 800, 1_600, 3_200, 5_000, 5_000, 5_000] {
            rhythm.polled(from: at(now), to: at(now), isAway: true)
            #expect(rhythm.due == at(now + pause))
            #expect(rhythm.isAway)
            now += pause
        }
        rhythm.polled(from: at(now), to: at(now), isAway: false)
        #expect(rhythm.due == at(now + 100))
    }

    @Test("on a shared bus a dead unit gets a twentieth of the time, and a try in five minutes")
    func shared() {
        var rhythm = rhythm(every: 1_000, .shared)
        var (now, waited) = (0, 0)
        for _ in 0..<40 {
            rhythm.polled(from: at(now), to: at(now + 2_000), isAway: true)
            waited += 2_000
            now = Int(start.duration(to: rhythm.due) / .milliseconds(1))
        }
        #expect(waited * 20 <= now + 40_000)
        #expect(rhythm.due == at(now))
        rhythm.polled(from: at(now), to: at(now + 2_000), isAway: true)
        #expect(rhythm.due == at(now + 302_000))
    }

    @Test("years of failures do not overflow the pause")
    func manyFailures() {
        var rhythm = rhythm()
        for _ in 0..<10_000 { rhythm.polled(from: start, to: start, isAway: true) }
        #expect(rhythm.due == at(5_000))
    }

    @Test("a slow rate is never sped up by failures")
    func slowRate() {
        var rhythm = rhythm(every: 30_000)
        for _ in 0..<2 { rhythm.polled(from: start, to: start, isAway: true) }
        #expect(rhythm.due == at(30_000))
    }
}
