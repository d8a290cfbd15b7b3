import Logging
import ServiceLifecycle
import SystemService
import UnixSignals

/// Reloads the configuration when SIGHUP asks for it, and says how that went.
struct ReloadService: Service {
    let site: ConfiguredSite
    let notifier: ServiceNotifier
    let status: @Sendable () -> String
    let report: @Sendable (GatewayEvent) -> Void

    func run() async throws {
        await cancelWhenGracefulShutdown {
            for await _ in await UnixSignalsSequence(trapping: .sighup) { await reload() }
        }
    }

    /// One reload, for whoever asked; the service manager is told as well.
    @discardableResult
    func reload() async -> ConfiguredSite.Reloaded {
        notifier.reloading("reading the configuration again")
        let outcome = await site.reload()
        report(GatewayEvent(outcome))
        notifier.ready(status())
        return outcome
    }
}

extension GatewayEvent {
    init(_ outcome: ConfiguredSite.Reloaded) {
        switch outcome {
        case .unchanged:
            self.init(
                "configuration.unchanged", "every file of the configuration is as it was")
        case .changed(let parts, let away):
            self.init(
                "configuration.changed",
                "another configuration holds now: "
                    + (parts.isEmpty ? "nothing that runs" : parts.joined(separator: ", "))
                    + away.map { "; \($0), tried on" }.joined(),
                [("parts", .list(parts)), ("away", .list(away))])
        case .refused(let reason):
            self.init(
                "configuration.refused",
                "the configuration stays as it was: \(reason)", level: .warning)
        }
    }
}
