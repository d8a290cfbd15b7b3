import ControlServer
import Intake
import ServiceLifecycle
import Synchronization
import SystemService

/// Lets people and programs of this box look at the agent; weighing never waits for it.
struct ControlService: Service {
    let control: Configuration.Control
    let sources: ControlSources
    let report: @Sendable (GatewayEvent) -> Void

    func run() async throws {
        let told = ToldFailures()
        try await ControlServer(settings, sources).run { place in
            told.forget(place)
            report(
                GatewayEvent(
                    "control.listening", "the agent can be looked at: \(place)",
                    subject: "\(place)"))
        } failed: { place, error in
            // It is tried again and again: told is what is new.
            guard told.isNew(error, of: place) else { return }
            report(
                GatewayEvent(
                    "control.refused", error.message, level: .warning, subject: "\(place)"))
        }
    }

    private var settings: ControlSettings {
        ControlSettings(
            socket: control.socket.map { SocketPlace(path: $0, mode: UInt32(control.mode)) },
            loopback: control.listen.map {
                LoopbackPlace(host: $0.host, port: $0.port, tokens: $0.tokens)
            })
    }
}

/// What was told of each address that cannot be listened on.
private final class ToldFailures: Sendable {
    private let told = Mutex<[ControlServer.Place: ControlError]>([:])

    func isNew(_ error: ControlError, of place: ControlServer.Place) -> Bool {
        told.withLock { $0.updateValue(error, forKey: place) != error }
    }

    func forget(_ place: ControlServer.Place) {
        told.withLock { _ = $0.removeValue(forKey: place) }
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
            status: { try await box.waitingAndRead(configuration) },
            glance: { box.waiting(configuration) },
            weighings: { try await box.weighings($0) }, entries: { try await box.entries($0) },
            reload: { .refused("the disk is full: there is nothing to reload before it has room") },
            standing: { [] }, events: events)
    }
}
