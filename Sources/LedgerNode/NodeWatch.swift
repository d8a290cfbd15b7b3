import ServiceLifecycle
import SystemService

/// Tells the service manager the height, and feeds its watchdog while the ledger goes on.
///
/// The ledger is asked like by everybody else: one that hangs in a block does not answer, and says
/// nothing either.
struct NodeWatch: Service {
    let notifier: ServiceNotifier
    let period: WatchdogPeriod?
    let progress: LedgerProgress
    /// Asks the ledger for its height.
    let height: @Sendable () async -> Int64

    private static let look = Duration.seconds(5)

    private var pause: Duration { period.map { min($0.lookEvery, Self.look) } ?? Self.look }

    func run() async throws {
        progress.begin()
        do {
            try await cancelWhenGracefulShutdown {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask { try await ask() }
                    group.addTask { try await feed() }
                    defer { group.cancelAll() }
                    try await group.next()
                }
            }
        } catch is CancellationError {
            // The node stops, and the manager was told.
        }
    }

    private func ask() async throws {
        var told: Int64 = -1
        while true {
            try await Task.sleep(for: pause)
            let height = await height()
            progress.mark()
            if height != told { notifier.status("block \(height) is committed") }
            told = height
        }
    }

    /// Beside the questions, which wait while something takes long.
    private func feed() async throws {
        while true {
            try await Task.sleep(for: pause)
            if progress.isToTell(), period != nil { notifier.feedWatchdog() }
        }
    }
}
