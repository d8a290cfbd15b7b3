import ServiceLifecycle
import SystemService

/// Tells the service manager, and people, that the agent is ready and that it has begun to stop.
///
/// Services start when signals are already heeded: who is told "ready" may ask for a stop at once,
/// and it will be a clean one.
struct AnnouncingService: Service {
    let notifier: ServiceNotifier
    let report: @Sendable (GatewayEvent) -> Void
    /// The status for the service manager.
    let status: String
    /// The event that says "ready".
    let ready: GatewayEvent

    func run() async throws {
        notifier.ready(status)
        report(ready)
        await withGracefulShutdownHandler {
            // Ends with the first of cancellation and graceful shutdown.
            do { try await gracefulShutdown() } catch { return }
        } onGracefulShutdown: {
            notifier.stopping()
            report(GatewayEvent("gateway.stopping", "stopping"))
        }
    }
}
