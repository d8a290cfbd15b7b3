import Testing

@testable import DeviceReaders

@Suite("When a scale is asked")
struct PollRhythmTests {
    private let start = ContinuousClock.now

    private func rhythm() -> PollRhythm<ContinuousClock.Instant> {
        PollRhythm(start: start, interval: .milliseconds(100))
    }

    private func at(_ milliseconds: Int) -> ContinuousClock.Instant {
        start + .milliseconds(milliseconds)
    }

    @Test("polls keep their rate however long each took")
    func noDrift() {
        var rhythm = rhythm()
        #expect(rhythm.next(after: at(3), isAway: false) == at(100))
        #expect(rhythm.next(after: at(187), isAway: false) == at(200))
        #expect(rhythm.next(after: at(201), isAway: false) == at(300))
    }

    @Test("missed polls are left out and the rate is kept")
    func missed() {
        var rhythm = rhythm()
        #expect(rhythm.next(after: at(1_234), isAway: false) == at(1_300))
        #expect(rhythm.next(after: at(1_301), isAway: false) == at(1_400))
    }

    @Test("one failure is tried again at once, more with growing pauses of at most five seconds")
    func growing() {
        var rhythm = rhythm()
        #expect(rhythm.next(after: at(5), isAway: true) == at(100))
        var now = 100
        var pauses: [Int] = []
        for pause in [200, 400, 800, 1_600, 3_200, 5_000, 5_000, 5_000] {
            #expect(rhythm.next(after: at(now), isAway: true) == at(now + pause))
            now += pause
            pauses.append(pause)
        }
        #expect(rhythm.next(after: at(now), isAway: false) == at(now + 100))
    }

    @Test("years of failures do not overflow the pause")
    func manyFailures() {
        var rhythm = rhythm()
        for _ in 0..<10_000 { _ = rhythm.next(after: at(0), isAway: true) }
        #expect(rhythm.next(after: at(0), isAway: true) == at(5_000))
    }

    @Test("a slow rate is never sped up by failures")
    func slowRate() {
        var rhythm = PollRhythm(start: start, interval: .seconds(30))
        _ = rhythm.next(after: at(0), isAway: true)
        #expect(rhythm.next(after: at(0), isAway: true) == at(30_000))
    }
}
