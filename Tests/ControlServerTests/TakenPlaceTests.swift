import Foundation
import Synchronization
import TestKit
import Testing

@testable import ControlServer

/// An address that cannot be listened on takes no other one away, and is tried again.
@Suite("A place that is taken", .timeLimit(.minutes(1)))
struct TakenPlaceTests {
    /// A server with a socket and a port, and what it said of them.
    private struct Site: Sendable {
        /// Goes away with the test.
        let folder: TemporaryDirectory
        let socket: String
        let tokens: String
        let port: Int
        let started: Lines
        let failed: Lines

        /// Whether the socket answers a question.
        func answers() async throws -> Bool {
            let connection = try await RawConnection(socket: socket)
            let question = "GET /v1/health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
            return try await connection.ask(question).status == 200
        }

        /// What the port answers to who has a token.
        func portStatus() async throws -> Int? {
            let connection = try await RawConnection(port: port)
            return try await connection.ask(
                "GET /v1/health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                    + "\(ControlKit.asViewer)\r\n"
            ).status
        }
    }

    private final class Lines: Sendable {
        private let lines = Mutex<[String]>([])
        var all: [String] { lines.withLock { $0 } }
        func add(_ line: String) { lines.withLock { $0.append(line) } }
    }

    private func withSite(
        socket: String = "control.sock", port: Int, tokensMode: Int = 0o600,
        _ body: (Site) async throws -> Void
    ) async throws {
        let folder = try TemporaryDirectory()
        let site = Site(
            folder: folder, socket: folder.file(socket), tokens: folder.file("tokens"), port: port,
            started: Lines(), failed: Lines())
        try ControlKit.tokens.write(toFile: site.tokens, atomically: false, encoding: .utf8)
        try setMode(tokensMode, of: site.tokens)
        var settings = ControlSettings(
            socket: SocketPlace(path: site.socket, mode: 0o600),
            loopback: LoopbackPlace(host: "127.0.0.1", port: port, tokens: site.tokens))
        settings.limits.retry = .milliseconds(20)
        let server = ControlServer(settings, ControlKit.sources(ControlKit.StateBox(), EventFeed()))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await server.run {
                    site.started.add("\($0)")
                } failed: { _, error in
                    site.failed.add(error.message)
                }
            }
            try await body(site)
            group.cancelAll()
            try await group.waitForAll()
        }
        #expect(!FileManager.default.fileExists(atPath: site.socket))
    }

    private func setMode(_ mode: Int, of path: String) throws {
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
    }

    @Test(
        "a port that another program has leaves the socket as it is, and is taken once it is free")
    func takenPort() async throws {
        let other = try LoopbackListener { close($0) }
        try await withSite(port: Int(other.port)) { site in
            try await until("it is tried again") { site.failed.all.count > 2 }
            #expect(site.failed.all[0].contains("127.0.0.1:\(other.port)"))
            #expect(site.started.all == [site.socket])
            #expect(try await site.answers())
            other.stop()
            try await until("the port is listened on") { site.started.all.count == 2 }
            #expect(try await site.portStatus() == 200)
            #expect(try await site.answers())
        }
    }

    @Test(
        "a file of tokens that others can read opens no port until it is mended, and the socket does"
    )
    func openTokens() async throws {
        try await withSite(port: Int(try FreePort.next()), tokensMode: 0o644) { site in
            try await until("it is tried again") { site.failed.all.count > 2 }
            #expect(site.failed.all[0].contains("chmod 0640 or 0600"))
            #expect(try await site.answers())
            // Whoever reloads is told what is wrong with the file, open or not.
            let reload = try await RawConnection(socket: site.socket).ask(
                "POST /v1/reload HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            #expect(reload.status == 409)
            try setMode(0o600, of: site.tokens)
            try await until("the port is listened on") { site.started.all.count == 2 }
            #expect(try await site.portStatus() == 200)
        }
    }

    @Test("a socket whose folder is missing leaves the port as it is, and comes with its folder")
    func missingFolder() async throws {
        let port = Int(try FreePort.next())
        try await withSite(socket: "later/control.sock", port: port) { site in
            try await until("it is tried again") { site.failed.all.count > 2 }
            #expect(try await site.portStatus() == 200)
            try FileManager.default.createDirectory(
                atPath: site.folder.file("later"), withIntermediateDirectories: false)
            try await until("the socket is listened on") { site.started.all.count == 2 }
            #expect(try await site.answers())
        }
    }
}
