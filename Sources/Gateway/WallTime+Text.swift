import Intake
import Wire

extension WallTime {
    /// The second as RFC 3339 text in UTC: `2026-11-23T12:00:00Z`.
    var rfc3339: String { WallTime.rfc3339(seconds) }

    /// Seconds since 1970 as RFC 3339 text; empty beyond the years that it can say.
    static func rfc3339(_ seconds: Int64) -> String {
        Timestamp(seconds: seconds, nanoseconds: 0)?.rfc3339 ?? ""
    }
}
