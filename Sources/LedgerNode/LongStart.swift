import Synchronization
import SystemService

/// Has the service manager wait for a start that takes long, as long as it goes on.
///
/// A state of millions of entries is read and hashed anew before a node answers; one that stands still
/// meanwhile is found by the manager's usual time.
final class LongStart: Sendable {
    /// For so long the manager waits after each word.
    private static let patience = Duration.seconds(120)
    private static let pause = Duration.seconds(10)

    private let notifier: ServiceNotifier
    /// When the next word is due; nil once the start is over.
    private let due = Mutex<ContinuousClock.Instant?>(.now)

    init(_ notifier: ServiceNotifier) { self.notifier = notifier }

    /// It goes on; called as often as one likes.
    func goesOn(at now: ContinuousClock.Instant = .now) {
        let isDue = due.withLock { due in
            guard let time = due, time <= now else { return false }
            due = now.advanced(by: Self.pause)
            return true
        }
        if isDue { notifier.extendTimeout(by: Self.patience) }
    }

    /// Nothing more is said: from here on the watchdog looks after it.
    func isOver() { due.withLock { $0 = nil } }
}
