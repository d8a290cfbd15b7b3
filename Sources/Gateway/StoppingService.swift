import ServiceLifecycle
import SystemService

/// Tells the service manager, and people, that the agent has begun to stop.
struct StoppingService: Service {
    let notifier: ServiceNotifier
    let report: @Sendable (GatewayEvent) -> Void

    func run() async throws {
        await withGracefulShutdownHandler {
            // Ends with the first of cancellation and graceful shutdown.
            do { try await gracefulShutdown() } catch { return }
        } onGracefulShutdown: {
            notifier.stopping()
            report(GatewayEvent("gateway.stopping", "stopping"))
        }
    }
}
