import Foundation
import Synchronization
import TestKit
import Wire

@testable import ControlServer

/// A control server for one test, on a unix socket and on a loopback port.
struct ControlKit: Sendable {
    /// Goes away with the test.
    let folder: TemporaryDirectory
    let socket: String
    let port: Int
    let feed: EventFeed
    let state: StateBox

    /// What the server's closures answer; a test may change it.
    final class StateBox: Sendable {
        let status = Mutex(SampleSite.fine)
        let reload = Mutex(ReloadOutcome.done("nothing changed"))
        let standing = Mutex<[String]>([])
        let isJournalAway = Mutex(false)
    }

    static let viewToken = "view-0123456789abcdef"
    static let controlToken = "control-0123456789abcdef"

    /// The fields of a question by who may only look, and by who may control.
    static let asViewer = "Authorization: Bearer \(viewToken)\r\n"
    static let asController = "Authorization: Bearer \(controlToken)\r\n"

    static let tokens = """
        # who looks, and who controls
        board:view:\(hash(viewToken))

        technician:control:\(hash(controlToken))
        """

    static func hash(_ token: String) -> String { "\(Digest.of(Array(token.utf8)))" }

    /// Runs a server for as long as the body takes.
    @discardableResult
    static func run<Value: Sendable>(
        limits: ControlLimits = ControlLimits(), feed: EventFeed = EventFeed(),
        _ body: @Sendable (ControlKit) async throws -> Value
    ) async throws -> Value {
        let folder = try TemporaryDirectory()
        let tokens = folder.file("tokens")
        try ControlKit.tokens.write(toFile: tokens, atomically: false, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: tokens)
        let socket = folder.file("control.sock")
        var settings = ControlSettings(
            socket: SocketPlace(path: socket, mode: 0o660),
            loopback: LoopbackPlace(host: "127.0.0.1", port: 0, tokens: tokens))
        settings.limits = limits
        let state = StateBox()
        let server = ControlServer(settings, sources(state, feed))
        let (places, found) = AsyncStream<ControlServer.Place>.makeStream()
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                defer { found.finish() }
                try await server.run { found.yield($0) }
            }
            defer { group.cancelAll() }
            var (port, count) = (0, 0)
            for await place in places {
                if case .loopback(let found) = place { port = found }
                count += 1
                if count == 2 { break }
            }
            guard count == 2 else {
                try await group.waitForAll()
                throw Trouble("the server ended before it began")
            }
            return try await body(
                ControlKit(
                    folder: folder, socket: socket, port: port, feed: feed,
                    state: state))
        }
    }

    static func sources(
        _ state: StateBox, _ feed: EventFeed
    ) -> ControlSources {
        ControlSources(
            status: {
                try check(state)
                return state.status.withLock { $0 }
            },
            glance: { state.status.withLock { $0 } },
            weighings: { question in
                try check(state)
                let page = SampleSite.rows(question, of: 3)
                return WeighingsPage(
                    weighing: SampleSite.fine.weighing, vehiclesOnSite: 3, entries: page.entries,
                    next: page.next)
            },
            entries: { question in
                try check(state)
                return SampleSite.rows(question, of: 250)
            },
            reload: { state.reload.withLock { $0 } },
            standing: { state.standing.withLock { $0 } }, events: feed)
    }

    private static func check(_ state: StateBox) throws {
        if state.isJournalAway.withLock({ $0 }) { throw Trouble("the disk is gone") }
    }

    // MARK: Questions

    /// Asks on the unix socket and closes.
    func ask(_ target: String, method: String = "GET") async throws -> RawAnswer {
        let connection = try await RawConnection(socket: socket)
        return try await connection.ask(
            "\(method) \(target) HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    }

    /// Asks on TCP and closes.
    func askTCP(
        _ target: String, method: String = "GET", fields: String = ControlKit.asViewer
    ) async throws -> RawAnswer {
        let connection = try await RawConnection(port: port)
        return try await connection.ask(
            "\(method) \(target) HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\(fields)\r\n")
    }
}
