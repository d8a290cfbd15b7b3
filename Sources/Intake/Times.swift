/// Time since boot, which nobody sets: durations and order within one boot.
package struct MonotonicTime: Hashable, Comparable, Sendable {
    /// Nanoseconds since boot, suspended time included.
    package let nanoseconds: UInt64

    /// So many nanoseconds since boot.
    package init(nanoseconds: UInt64) { self.nanoseconds = nanoseconds }

    /// The earlier one, within one boot.
    package static func < (left: MonotonicTime, right: MonotonicTime) -> Bool {
        left.nanoseconds < right.nanoseconds
    }

    /// Milliseconds from an earlier time to this one; negative when it is later.
    package func milliseconds(since earlier: MonotonicTime) -> Int64 {
        let (high, low, sign) =
            self < earlier
            ? (earlier.nanoseconds, nanoseconds, Int64(-1))
            : (nanoseconds, earlier.nanoseconds, Int64(1))
        return sign * Int64(clamping: (high - low) / 1_000_000)
    }

    /// The time that many milliseconds later, or earlier when negative; never before boot.
    package func advanced(milliseconds: Int64) -> MonotonicTime {
        let step = milliseconds.magnitude.multipliedReportingOverflow(by: 1_000_000)
        let span = step.overflow ? UInt64.max : step.partialValue
        if milliseconds >= 0 {
            let (later, overflows) = nanoseconds.addingReportingOverflow(span)
            return MonotonicTime(nanoseconds: overflows ? .max : later)
        }
        return MonotonicTime(nanoseconds: nanoseconds > span ? nanoseconds - span : 0)
    }
}

/// How far the wall clock can be trusted.
package enum ClockState: Int, Hashable, Sendable {
    /// Never synchronised since boot.
    case unset = 0
    /// A time source stands behind it.
    case synchronised = 1
    /// It was synchronised and is running on alone.
    case holdover = 2
}

/// The time of day, with what stood behind it.
package struct WallTime: Hashable, Sendable {
    /// Seconds since 1970 (UTC, leap seconds not counted).
    package let seconds: Int64
    /// Nanoseconds of the second.
    package let nanoseconds: Int32
    /// How far it can be trusted.
    package let clock: ClockState

    /// A time of day as the clock gave it.
    package init(seconds: Int64, nanoseconds: Int32, clock: ClockState) {
        (self.seconds, self.nanoseconds, self.clock) = (seconds, nanoseconds, clock)
    }

    /// Seconds from an earlier time of day to this one, negative when it is later.
    ///
    /// It stays at the end of the number range when it is farther than that.
    package func seconds(since earlier: WallTime) -> Int64 {
        let (span, overflows) = seconds.subtractingReportingOverflow(earlier.seconds)
        guard overflows else { return span }
        return seconds < earlier.seconds ? .min : .max
    }

    /// Whether this time of day lies before another, whatever stands behind them.
    package func isBefore(_ other: WallTime) -> Bool {
        (seconds, nanoseconds) < (other.seconds, other.nanoseconds)
    }
}

/// The clocks of the box, handed in from outside.
package struct SiteClock: Sendable {
    /// Time since boot.
    package let monotonic: @Sendable () -> MonotonicTime
    /// The time of day.
    package let wall: @Sendable () -> WallTime
    /// The identity of this boot, 16 bytes: monotonic times of different boots do not compare.
    package let bootID: [UInt8]

    /// The clocks as two functions; both must be cheap and safe to call from anywhere.
    package init(
        monotonic: @escaping @Sendable () -> MonotonicTime,
        wall: @escaping @Sendable () -> WallTime, bootID: [UInt8]
    ) {
        (self.monotonic, self.wall, self.bootID) = (monotonic, wall, bootID)
    }
}
