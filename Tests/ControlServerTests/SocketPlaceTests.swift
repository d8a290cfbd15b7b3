import Foundation
import Glibc
import Synchronization
import TestKit
import Testing

@testable import ControlServer

/// The socket in the file system: who may open it, and who may take its place.
@Suite("Where the control socket stands", .timeLimit(.minutes(1)))
struct SocketPlaceTests {
    private func server(_ path: String, mode: UInt32 = 0o600) -> ControlServer {
        server(ControlSettings(socket: SocketPlace(path: path, mode: mode)))
    }

    private func server(_ settings: ControlSettings) -> ControlServer {
        ControlServer(
            settings,
            ControlSources(
                status: { SampleSite.fine }, glance: { SampleSite.fine },
                weighings: { _ in
                    WeighingsPage(
                        weighing: WeighingStatus(), vehiclesOnSite: 0, entries: [], next: nil)
                },
                entries: { SampleSite.rows($0, of: 1) }, reload: { .done("") },
                standing: { [] }, events: EventFeed()))
    }

    /// Runs a server while the body takes.
    private func with(_ server: ControlServer, _ body: () async throws -> Void) async throws {
        let (places, found) = AsyncStream<ControlServer.Place>.makeStream()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                defer { found.finish() }
                try await server.run { found.yield($0) }
            }
            guard await places.first(where: { _ in true }) != nil else {
                return try await group.waitForAll()
            }
            try await body()
            group.cancelAll()
        }
    }

    private func mode(_ path: String) -> mode_t? {
        var facts = stat()
        return lstat(path, &facts) == 0 ? facts.st_mode & 0o7777 : nil
    }

    @Test("it has the wanted mode and leaves nothing else there, and goes with the server")
    func mode() async throws {
        let folder = try TemporaryDirectory()
        let path = folder.file("control.sock")
        for wanted: UInt32 in [0o600, 0o660, 0o666] {
            try await with(server(path, mode: wanted)) {
                #expect(mode(path) == mode_t(wanted))
                let there = try FileManager.default.contentsOfDirectory(atPath: folder.path)
                #expect(there == ["control.sock"])
            }
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
        }
    }

    @Test("it is never there with another mode than the wanted one")
    func neverOpen() async throws {
        let folder = try TemporaryDirectory()
        let path = folder.file("control.sock")
        let modes = Mutex(Set<mode_t>())
        let isOver = Mutex(false)
        async let watched: Void = RawConnection.offPool { [self] in
            while !isOver.withLock({ $0 }) {
                if let mode = mode(path) { modes.withLock { _ = $0.insert(mode) } }
            }
        }
        for _ in 0..<20 { try await with(server(path, mode: 0o600)) {} }
        isOver.withLock { $0 = true }
        try await watched
        #expect(modes.withLock { $0 }.isSubset(of: [0o600]))
    }

    @Test("what a dead process left is replaced; a living one is not, and goes on answering")
    func stale() async throws {
        let folder = try TemporaryDirectory()
        let path = folder.file("control.sock")
        try leave(socketAt: path)
        #expect(mode(path) != nil)
        try await with(server(path)) {
            let error = await #expect(throws: ControlError.self) {
                try await with(server(path)) { Issue.record("two servers at one place") }
            }
            #expect(error?.code == .inUse)
            #expect(error?.message.contains("a living process answers") == true)
            let client = ControlClient(socket: path)
            let status = try await client.status()
            #expect(status == SampleSite.fine)
            await client.shutdown()
        }
    }

    /// A socket whose process has gone without removing it.
    private func leave(socketAt path: String) throws {
        let socket = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(socket) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let bound = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(socket, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        try #require(bound == 0)
    }

    @Test("of two that start at once, one gets the place")
    func race() async throws {
        let folder = try TemporaryDirectory()
        let path = folder.file("control.sock")
        try leave(socketAt: path)
        let (starts, started) = AsyncStream<Bool>.makeStream()
        let settled = await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                let server = server(path)
                group.addTask {
                    do {
                        try await server.run { _ in started.yield(true) }
                    } catch {
                        started.yield(false)
                    }
                }
            }
            var settled: [Bool] = []
            for await start in starts {
                settled.append(start)
                if settled.count == 8 { break }
            }
            group.cancelAll()
            return settled
        }
        #expect(settled.filter { $0 }.count == 1)
    }

    @Test("a file, a folder, a link, no folder and too long a name are refused in words")
    func wrongPlaces() async throws {
        let folder = try TemporaryDirectory()
        try "kept".write(toFile: folder.file("file"), atomically: true, encoding: .utf8)
        try FileManager.default.createDirectory(
            atPath: folder.file("folder"), withIntermediateDirectories: false)
        try FileManager.default.createSymbolicLink(
            atPath: folder.file("link"), withDestinationPath: folder.file("file"))
        let long = String(repeating: "x", count: 120)
        for name in ["file", "folder", "link", "none/control.sock", long] {
            let error = await #expect(throws: ControlError.self) {
                try await with(server(folder.file(name))) { Issue.record("\(name) was taken") }
            }
            #expect(error?.code == .socket)
            #expect(error?.message.contains(name) == true, "\(error?.message ?? "")")
        }
        #expect(try String(contentsOfFile: folder.file("file"), encoding: .utf8) == "kept")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == 3)
    }

    @Test("a site may have a loopback address and no socket, and a port in use is told")
    func withoutSocket() async throws {
        let folder = try TemporaryDirectory()
        let tokens = folder.file("tokens")
        try ControlKit.tokens.write(toFile: tokens, atomically: false, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: tokens)
        let port = Int(try FreePort.next())
        let place = LoopbackPlace(host: "127.0.0.1", port: port, tokens: tokens)
        try await with(server(ControlSettings(socket: nil, loopback: place))) {
            let connection = try await RawConnection(port: port)
            let answer = try await connection.ask(
                "GET /v1/health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                    + "\(ControlKit.asViewer)\r\n")
            #expect(answer.status == 200)
            let error = await #expect(throws: ControlError.self) {
                try await with(server(ControlSettings(socket: nil, loopback: place))) {}
            }
            #expect(error?.code == .address)
        }
    }

    @Test(
        "only an address of this box alone is listened on",
        arguments: [
            "0.0.0.0", "192.0.2.1", "::", "fe80::1", "localhost", "example.org", "", "1270.0.0.1",
            "::ffff:127.0.0.1",
        ])
    func addresses(host: String) async throws {
        let place = LoopbackPlace(host: host, port: 0, tokens: "/none")
        let error = #expect(throws: ControlError.self) { try place.check() }
        #expect(error?.code == .address)
    }

    @Test("addresses of this box alone are", arguments: ["127.0.0.1", "127.9.9.9", "::1"])
    func loopback(host: String) throws {
        try LoopbackPlace(host: host, port: 0, tokens: "/none").check()
    }
}
