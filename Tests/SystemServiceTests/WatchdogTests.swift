import Intake
import SystemService
import Testing

@Suite("Only an agent whose loops all move is alive")
struct WatchdogTests {
    private func time(_ seconds: Double) -> MonotonicTime {
        MonotonicTime(nanoseconds: UInt64(seconds * 1e9))
    }

    private func watchdog() -> Watchdog {
        var watchdog = Watchdog(feedEvery: .seconds(10))
        watchdog.watch("polling", within: .seconds(2), from: time(0))
        watchdog.watch("journal", within: .seconds(30), from: time(0))
        return watchdog
    }

    @Test("while every loop moves, the watchdog is fed at half its period and not more often")
    func moving() {
        var watchdog = watchdog()
        var fed: [Double] = []
        for tick in 0...100 {
            let now = Double(tick) / 4
            watchdog.mark("polling", at: time(now))
            if watchdog.judge(at: time(now)) == .feed { fed.append(now) }
        }
        #expect(fed == [0, 10, 20])
    }

    @Test("a loop that stands still is told by its name, and the watchdog goes hungry")
    func standing() {
        var watchdog = watchdog()
        watchdog.mark("polling", at: time(1))
        watchdog.mark("journal", at: time(1))
        #expect(watchdog.judge(at: time(3)) == .feed)
        let still = StandingLoop(name: "polling", since: time(1), lasted: .seconds(12))
        #expect(watchdog.judge(at: time(13)) == .hungry([still]))
        #expect(still.words == "polling has stood still for 12 s")
    }

    @Test("exactly at its bound a loop still moves; a millisecond later it stands")
    func bound() {
        let watchdog = watchdog()
        #expect(watchdog.standing(at: time(2)).isEmpty)
        #expect(watchdog.standing(at: time(2.001)).map(\.name) == ["polling"])
    }

    @Test("one loop that moves does not speak for another")
    func eachItsOwn() {
        var watchdog = watchdog()
        watchdog.mark("polling", at: time(100))
        #expect(watchdog.standing(at: time(100)).map(\.name) == ["journal"])
        #expect(watchdog.standing(at: time(200)).map(\.name) == ["journal", "polling"])
    }

    @Test("a loop that moves again feeds the watchdog at the next look, not a period later")
    func recovered() {
        var watchdog = watchdog()
        #expect(watchdog.judge(at: time(0)) == .feed)
        for second in 3...18 {
            #expect(watchdog.judge(at: time(Double(second))) != .feed)
        }
        watchdog.mark("polling", at: time(18.5))
        #expect(watchdog.judge(at: time(19)) == .feed)
    }

    @Test("a loop that waits for work is not stuck, and is watched again from its next mark")
    func resting() {
        var watchdog = watchdog()
        watchdog.rest("journal")
        watchdog.mark("polling", at: time(1000))
        #expect(watchdog.judge(at: time(1000)) == .feed)
        watchdog.mark("journal", at: time(1000))
        #expect(watchdog.standing(at: time(1031)).map(\.name) == ["journal", "polling"])
    }

    @Test("a loop that has ended is missed no more, and a stranger's mark watches nothing")
    func forgotten() {
        var watchdog = watchdog()
        watchdog.forget("polling")
        watchdog.mark("polling", at: time(1))
        watchdog.rest("nobody")
        #expect(watchdog.standing(at: time(20)).isEmpty)
    }

    @Test("marks that arrive out of order set no loop back")
    func order() {
        var watchdog = watchdog()
        watchdog.mark("polling", at: time(5))
        watchdog.mark("polling", at: time(1))
        #expect(watchdog.standing(at: time(7)).isEmpty)
    }

    @Test("loops mark from many threads at once, and the judge sees the latest")
    func threads() async {
        let progress = LoopProgress(Watchdog(feedEvery: .seconds(10)))
        for loop in 0..<4 {
            progress.watch("loop \(loop)", within: .seconds(1), from: time(0))
        }
        await withTaskGroup { group in
            for loop in 0..<4 {
                group.addTask {
                    for round in 0..<10_000 {
                        progress.mark(
                            "loop \(loop)",
                            at: MonotonicTime(nanoseconds: UInt64(round) * 1_000_000))
                    }
                }
            }
        }
        progress.rest("loop 0")
        progress.forget("loop 1")
        #expect(progress.judge(at: time(10.5)) == .feed)
        guard case .hungry(let standing) = progress.judge(at: time(11)) else {
            Issue.record("two loops stand still")
            return
        }
        #expect(standing.map(\.name) == ["loop 2", "loop 3"])
    }
}
