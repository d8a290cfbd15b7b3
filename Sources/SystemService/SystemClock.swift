import CTimex
import Glibc
package import Intake
import Synchronization

/// The clocks of this box: monotonic since boot, wall time with what the kernel says of its quality.
///
/// OIML D 31 asks that a time stamp says how far its clock can be trusted; `adjtimex(2)` knows.
package final class SystemClock: Sendable {
    private let wasSynchronised = Mutex(false)

    /// The identity of this boot, 16 bytes: monotonic times of different boots do not compare.
    package let bootID: [UInt8]

    /// The clocks of this boot.
    package init() {
        bootID = BootID.read()
    }

    /// The clock as the pure chapters take it.
    package var siteClock: SiteClock {
        SiteClock(
            monotonic: { self.monotonic() },
            wall: { self.wall() },
            bootID: bootID)
    }

    /// Nanoseconds since boot, suspended time included.
    package func monotonic() -> MonotonicTime {
        var now = timespec()
        clock_gettime(CLOCK_BOOTTIME, &now)
        return MonotonicTime(
            nanoseconds: UInt64(now.tv_sec) * 1_000_000_000 + UInt64(now.tv_nsec))
    }

    /// The time of day, and whether a time source stands behind it.
    package func wall() -> WallTime {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        return WallTime(
            seconds: Int64(now.tv_sec), nanoseconds: Int32(now.tv_nsec), clock: quality())
    }

    /// Synchronised by the kernel's own word; holdover when it was and no longer is.
    package func quality() -> ClockState {
        var state = timex()
        let answer = adjtimex(&state)
        let isSynchronised =
            answer >= 0 && answer != TIME_ERROR && state.status & STA_UNSYNC == 0
        return wasSynchronised.withLock { was in
            if isSynchronised { was = true }
            return isSynchronised ? .synchronised : (was ? .holdover : .unset)
        }
    }

    /// The kernel's own estimate of the clock's error (adjtimex(2), `esterror`, in microseconds).
    ///
    /// Nil while nothing stands behind the clock: the kernel then has no estimate.
    package static var estimatedError: Duration? {
        var state = timex()
        guard adjtimex(&state) >= 0, state.status & STA_UNSYNC == 0 else { return nil }
        return .microseconds(Int64(state.esterror))
    }
}
