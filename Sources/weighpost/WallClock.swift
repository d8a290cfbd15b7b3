import Glibc

/// The time of day.
enum WallClock {
    /// Seconds since 1970.
    static var seconds: Int64 {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        return Int64(now.tv_sec)
    }

    /// Seconds that this box's time zone is ahead of UTC now (localtime(5)).
    static var secondsAheadOfUTC: Int64 {
        var now = time_t(seconds)
        var parts = tm()
        return localtime_r(&now, &parts) == nil ? 0 : Int64(parts.tm_gmtoff)
    }
}
