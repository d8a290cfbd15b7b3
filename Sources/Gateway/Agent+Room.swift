import ControlServer
import JournalStore
import Logging
import ServiceLifecycle
import SystemService
import UnixSignals

// A disk that is full at the start.

extension Agent {
    /// Between two attempts; the service manager hears of each that the agent is alive.
    private static let roomPause = Duration.seconds(5)
    /// Less than this is no room, whatever error the journal has for it.
    private static let noRoom: Int64 = 1 << 20

    /// What `attempt` gives; where the disk is full, as soon as it is not any more.
    ///
    /// Nil when the agent was told to stop while it waited.
    func withRoom<Outcome: Sendable>(
        _ attempt: @escaping @Sendable () async throws -> Outcome
    ) async throws -> Outcome? {
        do {
            return try await attempt()
        } catch  where isFull(error) {
            // A statement of several lines may stand behind what went wrong.
            let words = "\(error)".prefix { $0 != "\n" }
            report(
                GatewayEvent(
                    "disk.full",
                    "nothing is weighed: no room on the disk of \(configuration.state) (\(words))",
                    level: .warning))
        }
        let room = RoomService(
            every: min(Self.roomPause, watchdog?.lookEvery ?? Self.roomPause), attempt: attempt,
            isFull: { isFull($0) }, feed: { if watchdog != nil { notifier.feedWatchdog() } })
        let control = ControlService(
            control: configuration.control,
            sources: .waiting(look, configuration, events: feed), report: report)
        // The manager waits for no disk: it is told that the agent runs, and why nothing is weighed.
        notifier.ready("nothing is weighed: the disk is full")
        try await ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: [
                    ServiceGroupConfiguration.ServiceConfiguration(
                        service: room, successTerminationBehavior: .gracefullyShutdownGroup),
                    ServiceGroupConfiguration.ServiceConfiguration(service: control),
                ],
                gracefulShutdownSignals: [.sigterm, .sigint], logger: Logger(label: "weighpost"))
        ).run()
        guard let outcome = room.outcome else {
            notifier.stopping()
            return nil
        }
        report(GatewayEvent("disk.room", "there is room on the disk again"))
        return outcome
    }

    private func isFull(_ error: any Error) -> Bool {
        guard let error = error as? JournalError else { return false }
        if error.code == .full { return true }
        guard error.code == .failed || error.code == .unavailable else { return false }
        let state = configuration.state
        let around = state.lastIndex(of: "/").map { String(state[..<$0]) } ?? "."
        let space = DiskSpace.read(at: state) ?? DiskSpace.read(at: around)
        return space.map { $0.free < Self.noRoom } ?? false
    }
}
