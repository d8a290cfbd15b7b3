import ControlServer
import Intake
import ServiceLifecycle
import SystemService

/// Lets people and programs of this box look at the agent; weighing never waits for it.
struct ControlService: Service {
    let control: Configuration.Control
    let sources: ControlSources
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
}

extension ControlSources {
    /// What the running site answers from.
    static func running(
        _ maker: StatusMaker, reload: ReloadService, progress: LoopProgress, events: EventFeed
    ) -> ControlSources {
        let box = maker.box
        return ControlSources(
            status: { try await maker.status() }, glance: { await maker.glance() },
            weighings: { try await box.weighings($0) }, entries: { try await box.entries($0) },
            reload: {
                let outcome = await reload.reload()
                let words = GatewayEvent(outcome).text
                if case .refused = outcome { return .refused(words) }
                return .done(words)
            },
            standing: { progress.standing(at: box.clock.monotonic()).map(\.words) },
            events: events)
    }

    /// What is answered while the disk has no room: the box, and what the journal has already.
    static func waiting(
        _ box: BoxLook, _ configuration: Configuration, events: EventFeed
    ) -> ControlSources {
        ControlSources(
            status: { box.status(configuration) }, glance: { box.status(configuration) },
            weighings: { try await box.weighings($0) }, entries: { try await box.entries($0) },
            reload: { .refused("the disk is full: there is nothing to reload before it has room") },
            standing: { [] }, events: events)
    }
}
