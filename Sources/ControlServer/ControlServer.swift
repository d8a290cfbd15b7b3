import Glibc
import HummingbirdCore
import NIOCore
import ServiceLifecycle

/// The HTTP API of a gateway on its own box: what it does, how it is, and what is wrong.
///
/// On a unix socket, where the file's mode decides who may ask, and where a site wants it on a
/// loopback address, where bearer tokens do. Nothing in it names a person, and nothing that a
/// caller sends is answered with more than a refusal.
package struct ControlServer: Service {
    private let settings: ControlSettings
    private let sources: ControlSources

    package init(_ settings: ControlSettings, _ sources: ControlSources) {
        (self.settings, self.sources) = (settings, sources)
    }

    /// Answers until the agent stops.
    ///
    /// - Throws: `ControlError` when it cannot listen where it should.
    package func run() async throws { try await run { _ in } }

    /// An address that is listened on.
    package enum Place: Hashable, Sendable, CustomStringConvertible {
        case socket(String)
        case loopback(port: Int)

        package var description: String {
            switch self {
            case .socket(let path): path
            case .loopback(let port): "port \(port) of this box"
            }
        }
    }

    /// Answers until the agent stops; each address is served whatever another one does.
    ///
    /// - Parameters:
    ///   - started: gets each address as it is listened on.
    ///   - failed: gets each address that is not, and why. It is tried again after the pause of the
    ///     limits, unless this throws: that ends the server.
    /// - Throws: what `failed` throws.
    package func run(
        started: @escaping @Sendable (Place) -> Void,
        failed: @escaping Failed = { _, error throws(ControlError) in throw error }
    ) async throws {
        try await cancelWhenGracefulShutdown {
            try await listen(started, failed)
        }
    }

    /// Hears of an address that is not listened on.
    package typealias Failed = @Sendable (Place, ControlError) throws(ControlError) -> Void

    private func listen(
        _ started: @escaping @Sendable (Place) -> Void, _ failed: @escaping Failed
    ) async throws {
        let door = settings.loopback.map { LoopbackDoor($0) }
        let desk = ControlDesk(sources: sources) { () throws(ControlError) in try door?.reload() }
        try await withThrowingTaskGroup(of: Void.self) { group in
            if let socket = settings.socket {
                group.addTask {
                    try await keep(.socket(socket.path), failed) {
                        try await serve(socket, desk, started)
                    }
                }
            }
            if let door {
                group.addTask {
                    try await keep(.loopback(port: door.place.port), failed) {
                        try await serve(door.place, door.open(), desk, started)
                    }
                }
            }
            group.addTask { await keepListenersAlive() }
            defer { group.cancelAll() }
            // None ends by itself: whoever throws was told to.
            try await group.next()
        }
    }

    /// Serves an address until cancelled; what keeps it from being served is told, and tried again.
    private func keep(
        _ place: Place, _ failed: Failed, _ serve: () async throws -> Void
    ) async throws {
        while !Task.isCancelled {
            let failure = await failure(of: place, serve)
            guard !Task.isCancelled else { return }
            try failed(place, failure)
            // Only a cancelled sleep throws, and the loop sees that itself.
            try? await Task.sleep(for: settings.limits.retry)
        }
    }

    /// Serves an address; why it is served no longer.
    private func failure(
        of place: Place, _ serve: () async throws -> Void
    ) async -> ControlError {
        do {
            try await serve()
            return ControlError(.address, "\(place) is not listened on any more")
        } catch let error as ControlError {
            return error
        } catch {
            return ControlError(.address, "cannot listen on \(place): \(error)")
        }
    }

    private func serve(
        _ place: SocketPlace, _ desk: ControlDesk,
        _ started: @escaping @Sendable (Place) -> Void
    ) async throws {
        let moving = MovingSocket(try await SocketClaim.claim(place))
        let listener = ControlListener(desk: desk, gate: ControlGate(), limits: settings.limits)
        defer { moving.settled.map { place.remove($0) } }
        do {
            try await listener.run(at: .unixDomainSocket(path: moving.temporary)) { channel in
                do throws(ControlError) {
                    try moving.settle()
                    started(.socket(place.path))
                } catch {
                    channel.close(promise: nil)
                }
            }
        } catch let error as IOError {
            throw place.failure("cannot listen", error.errnoCode)
        }
        if let failure = moving.failure { throw failure }
    }

    private func serve(
        _ place: LoopbackPlace, _ gate: ControlGate, _ desk: ControlDesk,
        _ started: @escaping @Sendable (Place) -> Void
    ) async throws {
        let listener = ControlListener(desk: desk, gate: gate, limits: settings.limits)
        do {
            try await listener.run(at: .hostname(place.host, port: place.port)) { channel in
                started(.loopback(port: channel.localAddress?.port ?? place.port))
            }
        } catch let error as IOError {
            let words = String(cString: strerror(error.errnoCode))
            throw ControlError(
                .address, "cannot listen on \(place.host):\(place.port): \(words); is it in use?")
        }
    }

    private func keepListenersAlive() async {
        while !Task.isCancelled {
            // Only a cancelled sleep throws, and the loop sees that itself.
            try? await Task.sleep(for: settings.limits.keepAlive)
            sources.events.keepAlive()
        }
    }
}
