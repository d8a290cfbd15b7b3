import Intake
import Synchronization

/// A clock that a test moves.
final class HandClock: Sendable {
    private let seconds = Mutex<UInt64>(1000)
    private let quality = Mutex(ClockState.synchronised)

    /// What stands behind it.
    var state: ClockState {
        get { quality.withLock { $0 } }
        set { quality.withLock { $0 = newValue } }
    }

    func advance(_ by: UInt64) { seconds.withLock { $0 += by } }

    var siteClock: SiteClock {
        SiteClock(
            monotonic: { MonotonicTime(nanoseconds: self.seconds.withLock { $0 } * 1_000_000_000) },
            wall: {
                WallTime(
                    seconds: Int64(self.seconds.withLock { $0 }), nanoseconds: 0,
                    clock: self.state)
            }, bootID: [UInt8](repeating: 0, count: 16))
    }
}

/// What a log wrote.
final class Lines: Sendable {
    private let lines = Mutex<[String]>([])
    func add(_ line: String) { lines.withLock { $0.append(line) } }
    var all: [String] { lines.withLock { $0 } }
}
