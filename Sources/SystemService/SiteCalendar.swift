import Glibc

/// The days of the site: those of the box's time zone, which is the site's (localtime(5)).
package struct SiteCalendar: Sendable {
    package init() {}

    /// The day of a time, `YYYY-MM-DD`; seconds since 1970.
    package func day(of seconds: Int64) -> String {
        var time = time_t(seconds)
        var parts = tm()
        guard localtime_r(&time, &parts) != nil else { return "1970-01-01" }
        func padded(_ number: Int32, _ width: Int) -> String {
            let digits = String(number)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        return padded(parts.tm_year + 1900, 4) + "-" + padded(parts.tm_mon + 1, 2) + "-"
            + padded(parts.tm_mday, 2)
    }

    /// Seconds from a time until its day is over; days of 23 and 25 hours included.
    package func secondsLeft(after seconds: Int64) -> Int64 {
        var time = time_t(seconds)
        var parts = tm()
        guard localtime_r(&time, &parts) != nil else { return 3600 }
        (parts.tm_hour, parts.tm_min, parts.tm_sec) = (0, 0, 0)
        parts.tm_mday += 1
        // The library decides whether summer time holds at that midnight.
        parts.tm_isdst = -1
        return max(1, Int64(mktime(&parts)) - seconds)
    }
}
