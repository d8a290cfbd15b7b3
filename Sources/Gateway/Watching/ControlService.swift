import ControlServer
import Intake
import ServiceLifecycle
import SystemService

/// Lets people and programs of this box look at the agent; weighing never waits for it.
struct ControlService: Service {
    let control: Configuration.Control
    let maker: StatusMaker
    let reload: ReloadService
    let progress: LoopProgress
    let clock: SiteClock
    let feed: EventFeed
    let report: @Sendable (GatewayEvent) -> Void

    func run() async throws {
        do {
            try await ControlServer(settings, sources).run { place in
                report(
                    GatewayEvent("control.listening", "the agent can be looked at: \(place)"))
            }
        } catch let error as ControlError {
            report(GatewayEvent("control.refused", error.message, level: .warning))
            try await untilStop()
        }
    }

    /// A service that ends takes the agent with it; this one must not.
    private func untilStop() async throws {
        do { try await gracefulShutdown() } catch is CancellationError { return }
    }

    private var settings: ControlSettings {
        ControlSettings(
            socket: control.socket.map { SocketPlace(path: $0, mode: UInt32(control.mode)) },
            loopback: control.listen.map {
                LoopbackPlace(host: $0.host, port: $0.port, tokens: $0.tokens)
            })
    }

    private var sources: ControlSources {
        let (maker, reload, progress, clock) = (maker, reload, progress, clock)
        return ControlSources(
            status: { await maker.status() },
            weighings: { try maker.weighings($0) }, entries: { try maker.entries($0) },
            reload: {
                let outcome = await reload.reload()
                let words = GatewayEvent(outcome).text
                if case .refused = outcome { return .refused(words) }
                return .done(words)
            },
            standing: { progress.standing(at: clock.monotonic()).map(\.words) }, events: feed)
    }
}
