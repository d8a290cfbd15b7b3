import SystemService
import Testing

@Suite("How often the service manager wants a sign of life")
struct WatchdogPeriodTests {
    @Test("a sign of life is due at half the period, and the loops are looked at more often")
    func half() throws {
        let environment = ["WATCHDOG_USEC": "30000000", "WATCHDOG_PID": "17"]
        let period = try #require(WatchdogPeriod(environment: environment, processID: 17))
        #expect(period.period == .seconds(30))
        #expect(period.feedEvery == .seconds(15))
        #expect(period.lookEvery == .milliseconds(3750))
    }

    @Test("without a process named, the watchdog is meant for whoever reads it")
    func nobodyNamed() throws {
        let period = try #require(WatchdogPeriod(environment: ["WATCHDOG_USEC": "1"]))
        #expect(period.period == .microseconds(1))
        #expect(period.lookEvery == .milliseconds(10))
    }

    @Test(
        "a watchdog of another process is none of ours", arguments: ["16", "", "x", "017 ", "-17"])
    func anotherProcess(named: String) {
        let environment = ["WATCHDOG_USEC": "30000000", "WATCHDOG_PID": named]
        #expect(WatchdogPeriod(environment: environment, processID: 17) == nil)
    }

    @Test(
        "a period that is no number of microseconds is no watchdog",
        arguments: [
            "", "0", "-1", "+1", "1.5", "30s", " 1", "0x10", "٣", "18446744073709551615",
            "99999999999999999999",
        ])
    func nonsense(period: String) {
        #expect(WatchdogPeriod(environment: ["WATCHDOG_USEC": period]) == nil)
    }

    @Test("where the manager asks for none, there is none")
    func notAsked() {
        #expect(WatchdogPeriod(environment: [:]) == nil)
        #expect(WatchdogPeriod(environment: ["WATCHDOG_PID": "17"], processID: 17) == nil)
    }
}
