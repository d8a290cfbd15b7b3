import Glibc
import Modbus
import TestKit
import Testing
import Threads

/// A device of unit 5 with register n holding n, and nothing beyond 100.
private func server(port: UInt16 = 0) throws -> ModbusServer {
    try ModbusServer(port: port, units: [5]) { request in
        guard Int(request.address) + request.count <= 100 else { return .exception(2) }
        if !request.values.isEmpty { return .written }
        return .registers((0..<request.count).map { request.address + UInt16($0) })
    }
}

private func client(
    _ server: ModbusServer, timeout: Duration = .seconds(5)
) -> ModbusClient {
    ModbusClient(.tcp(host: "127.0.0.1", port: server.port), timeout: timeout)
}

@Suite("The simulated device answers as a real one")
struct ModbusServerTests {
    @Test("registers of both tables are read, and a register that is not there is exception 2")
    func read() async throws {
        let server = try server()
        defer { server.stop() }
        let client = client(server)
        #expect(try await client.read(.holding, at: 10, count: 3, unit: 5) == [10, 11, 12])
        #expect(try await client.read(.input, at: 99, count: 1, unit: 5) == [99])
        let error = await #expect(throws: ModbusError.self) {
            try await client.read(.holding, at: 99, count: 2, unit: 5)
        }
        #expect(error?.code == .exception(2))
    }

    @Test("another unit hears nothing, and silence costs the others nothing")
    func otherUnit() async throws {
        let server = try server()
        defer { server.stop() }
        let client = client(server, timeout: .seconds(1))
        let error = await #expect(throws: ModbusError.self) {
            try await client.read(.holding, at: 0, count: 1, unit: 6)
        }
        #expect(error?.code == .timedOut)
        #expect(try await client.read(.holding, at: 0, count: 1, unit: 5) == [0])
    }

    @Test("several clients are served at once, each with its own registers")
    func several() async throws {
        let server = try server()
        defer { server.stop() }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in UInt16(0)..<8 {
                group.addTask {
                    let client = client(server)
                    for _ in 0..<20 {
                        let words = try await client.read(.holding, at: number, count: 2, unit: 5)
                        #expect(words == [number, number + 1])
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    @Test("writes are echoed; coils are exception 1; a count of 0 is exception 3")
    func functions() throws {
        let server = try server()
        defer { server.stop() }
        let socket = Loopback.connection(to: server.port)
        defer { close(socket) }
        let single: [UInt8] = [0, 1, 0, 0, 0, 6, 5, 6, 0, 9, 0x12, 0x34]
        #expect(Loopback.ask(socket, single, answer: 12) == single)
        let several: [UInt8] = [0, 2, 0, 0, 0, 11, 5, 16, 0, 9, 0, 2, 4, 1, 2, 3, 4]
        #expect(
            Loopback.ask(socket, several, answer: 12)
                == [0, 2, 0, 0, 0, 6, 5, 16, 0, 9, 0, 2])
        let coils: [UInt8] = [0, 3, 0, 0, 0, 6, 5, 1, 0, 0, 0, 1]
        #expect(Loopback.ask(socket, coils, answer: 9) == [0, 3, 0, 0, 0, 3, 5, 0x81, 1])
        let nothing: [UInt8] = [0, 4, 0, 0, 0, 6, 5, 3, 0, 0, 0, 0]
        #expect(Loopback.ask(socket, nothing, answer: 9) == [0, 4, 0, 0, 0, 3, 5, 0x83, 3])
    }

    @Test("a client that stops in the middle of a request holds nobody up for long")
    func partial() async throws {
        let server = try server()
        defer { server.stop() }
        let socket = Loopback.connection(to: server.port)
        defer { close(socket) }
        send(socket, [0, 1, 0, 0, 0], 5, Int32(MSG_NOSIGNAL))
        let elapsed = await BlockingThread(name: "test").run {
            ContinuousClock().measure {
                let other = Loopback.connection(to: server.port)
                defer { close(other) }
                let question: [UInt8] = [0, 1, 0, 0, 0, 6, 5, 3, 0, 7, 0, 1]
                #expect(
                    Loopback.ask(other, question, answer: 11)
                        == [0, 1, 0, 0, 0, 5, 5, 3, 2, 0, 7])
            }
        }
        #expect(elapsed < .seconds(1))
    }

    @Test("no bytes from outside bring the server down", arguments: 0..<20)
    func noise(seed: UInt64) async throws {
        let server = try server()
        defer { server.stop() }
        await BlockingThread(name: "noise").run {
            var generator = SeededGenerator(seed: seed)
            for _ in 0..<20 {
                let socket = Loopback.connection(to: server.port)
                var bytes: [UInt8] = [0, 1, 0, 0, 0, 6, 5]
                let count = Int.random(in: 0...300, using: &generator)
                bytes += (0..<count).map { _ in UInt8.random(in: 0...24, using: &generator) }
                send(socket, bytes, bytes.count, Int32(MSG_NOSIGNAL))
                close(socket)
            }
        }
        let client = client(server)
        #expect(try await client.read(.holding, at: 3, count: 1, unit: 5) == [3])
    }

    @Test("it stops at once with clients connected, and the port can be used again")
    func stop() async throws {
        let first = try server()
        let client = client(first)
        #expect(try await client.read(.holding, at: 1, count: 1, unit: 5) == [1])
        #expect(ContinuousClock().measure { first.stop() } < .seconds(1))
        first.stop()
        let gone = await #expect(throws: ModbusError.self) {
            try await client.read(.holding, at: 1, count: 1, unit: 5)
        }
        #expect(gone?.code == .unreachable)
        let second = try server(port: first.port)
        #expect(second.port == first.port)
        #expect(try await client.read(.holding, at: 1, count: 1, unit: 5) == [1])
        let taken = #expect(throws: ModbusError.self) { try server(port: second.port) }
        #expect(taken?.code == .cannotListen)
        second.stop()
    }

    @Test("connections that come and go leave no file open")
    func files() async {
        // In a process of its own: the tests beside this one open files too.
        await #expect(processExitsWith: .success) {
            func openFiles() -> Int { (0..<1024).count { fcntl($0, F_GETFD) != -1 } }
            func connections() async throws {
                let server = try server()
                let client = client(server)
                for _ in 0..<10 {
                    _ = try await client.read(.holding, at: 1, count: 1, unit: 5)
                    await client.close()
                }
                server.stop()
                _ = try? await client.read(.holding, at: 1, count: 1, unit: 5)  // refused
            }
            // The system's own libraries open a few files at the first use and keep them.
            try await connections()
            usleep(200_000)
            let before = openFiles()
            for _ in 0..<10 { try await connections() }
            // The last client ends on its own thread, a moment later.
            for _ in 0..<500 where openFiles() != before { usleep(10_000) }
            precondition(openFiles() == before, "\(openFiles()) files, not \(before)")
        }
    }
}
