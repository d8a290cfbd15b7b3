import Glibc
import SystemService
import TestKit
import Testing

@Suite("The days of the site")
struct SiteCalendarTests {
    @Test("a day ends at local midnight, also when the clocks change")
    func midnight() async {
        await #expect(processExitsWith: .success) {
            // Middle European time by its own rules: no zone files are needed.
            setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3", 1)
            tzset()
            let calendar = SiteCalendar()
            // 2026-03-29: 23 hours; 2026-10-25: 25 hours.
            #expect(calendar.day(of: 1_774_738_799) == "2026-03-28")
            #expect(calendar.day(of: 1_774_738_800) == "2026-03-29")
            #expect(calendar.secondsLeft(after: 1_774_738_800) == 23 * 3600)
            #expect(calendar.day(of: 1_774_738_800 + 23 * 3600) == "2026-03-30")
            #expect(calendar.day(of: 1_792_879_200) == "2026-10-25")
            #expect(calendar.secondsLeft(after: 1_792_879_200) == 25 * 3600)
            #expect(calendar.day(of: 0) == "1970-01-01")
        }
    }
}
