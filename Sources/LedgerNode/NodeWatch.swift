import ServiceLifecycle
import SystemService

/// Tells the service manager the height, and feeds its watchdog while the ledger answers.
///
/// The ledger is asked like by everybody else: one that hangs in a block does not answer.
struct NodeWatch: Service {
    let notifier: ServiceNotifier
    /// Asks the ledger for its height.
    let height: @Sendable () async -> Int64

    private static let look = Duration.seconds(5)

    func run() async throws {
        let period = WatchdogPeriod(environment: ProcessEnvironment.current)
        do {
            try await cancelWhenGracefulShutdown {
                var told: Int64 = -1
                while true {
                    try await Task.sleep(
                        for: period.map { min($0.feedEvery, Self.look) } ?? Self.look)
                    let height = await height()
                    if period != nil { notifier.feedWatchdog() }
                    if height != told { notifier.status("block \(height) is committed") }
                    told = height
                }
            }
        } catch is CancellationError {
            // The node stops, and the manager was told.
        }
    }
}
