import Glibc
import HummingbirdCore
import NIOCore
import ServiceLifecycle
import Synchronization

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

    /// Answers until the agent stops; `started` gets each address as it is listened on.
    package func run(started: @escaping @Sendable (Place) -> Void) async throws {
        try await cancelWhenGracefulShutdown {
            try await listen(started)
        }
    }

    private func listen(_ started: @escaping @Sendable (Place) -> Void) async throws {
        let loopback = try settings.loopback.map { place in
            try place.check()
            return (place: place, gate: try ControlGate(tokens: place.tokens))
        }
        let gate = loopback?.gate
        let desk = ControlDesk(sources: sources) { () throws(ControlError) in try gate?.reload() }
        try await withThrowingTaskGroup(of: Void.self) { group in
            if let socket = settings.socket {
                group.addTask { try await serve(socket, desk, started) }
            }
            if let loopback {
                group.addTask {
                    try await serve(loopback.place, loopback.gate, desk, started)
                }
            }
            group.addTask { await keepListenersAlive() }
            defer { group.cancelAll() }
            // The first end is everybody's: an address that is no longer served is told, not lost.
            try await group.next()
        }
    }

    private func serve(
        _ place: SocketPlace, _ desk: ControlDesk,
        _ started: @escaping @Sendable (Place) -> Void
    ) async throws {
        let moving = Moving(try await SocketClaim.claim(place))
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

/// A socket's claim until it is settled, and what came of it.
private final class Moving: Sendable {
    private enum State {
        case claimed(SocketClaim)
        case settled(SocketClaim.Settled)
        case failed(ControlError)
    }

    let temporary: String
    private let state: Mutex<State>

    init(_ claim: SocketClaim) {
        temporary = claim.temporary
        state = Mutex(.claimed(claim))
    }

    /// Moves the socket to its place and lets go of the lock.
    func settle() throws(ControlError) {
        let failure = state.withLock { state -> ControlError? in
            guard case .claimed(let claim) = state else { return nil }
            do throws(ControlError) {
                state = .settled(try claim.settle())
                return nil
            } catch {
                state = .failed(error)
                return error
            }
        }
        if let failure { throw failure }
    }

    var settled: SocketClaim.Settled? {
        state.withLock { if case .settled(let settled) = $0 { settled } else { nil } }
    }

    var failure: ControlError? {
        state.withLock { if case .failed(let error) = $0 { error } else { nil } }
    }
}
