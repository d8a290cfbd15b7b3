import DeviceMaps
import Foundation
import Glibc
import Intake
import Synchronization
import TestKit
import Testing

@testable import DeviceReaders

@Suite("Reading a scale through a serial device server")
struct SerialServerTests {
    /// Sends what a test says over every connection, one byte at a time, until it is told to hang
    /// up; a question is not waited for.
    private final class DeviceServer: Sendable {
        let sent: Mutex<[UInt8]>
        let connections = Mutex(0)
        let hangsUp = Mutex(false)

        init(_ bytes: [UInt8]) { sent = Mutex(bytes) }

        func serve(_ connection: Int32) {
            connections.withLock { $0 += 1 }
            defer { close(connection) }
            while true {
                if hangsUp.withLock({ $0 }) {
                    hangsUp.withLock { $0 = false }
                    return
                }
                for byte in sent.withLock({ $0 }) {
                    guard send(connection, [byte], 1, Int32(MSG_NOSIGNAL)) == 1 else {
                        return
                    }
                }
                usleep(5_000)
            }
        }
    }

    @Test("weights arrive byte by byte, also after the server hung up", .timeLimit(.minutes(1)))
    func continuous() async throws {
        let frame = try SerialKit.frame("mettler-toledo/continuous", weight: "24680")
        let server = DeviceServer(frame)
        let listener = try LoopbackListener { server.serve($0) }
        let route = SerialRoute.tcp(host: "127.0.0.1", port: listener.port)
        try await SerialKit.reading("mettler-toledo/continuous", SerialKit.settings(route)) {
            reader in
            #expect(try await reader.nextReading().reading.shown.digits == 24_680)
            server.hangsUp.withLock { $0 = true }
            try await reader.nextSilence(saying: "is gone")
            #expect(try await reader.nextReading().reading.shown.digits == 24_680)
            #expect(server.connections.withLock { $0 } == 2)
        }
        listener.stop()
    }

    @Test("a server that is not there is tried until it is", .timeLimit(.minutes(1)))
    func away() async throws {
        let port = try FreePort.next()
        let route = SerialRoute.tcp(host: "127.0.0.1", port: port)
        try await SerialKit.reading("rice-lake/stream", SerialKit.settings(route)) { reader in
            for _ in 0..<3 { try await reader.nextSilence(saying: "no connection") }
        }
        let nowhere = SerialRoute.tcp(host: "no.such.host.invalid", port: port)
        try await SerialKit.reading("rice-lake/stream", SerialKit.settings(nowhere)) { reader in
            try await reader.nextSilence(saying: "no host name")
        }
    }

    @Test("after a question without an answer the connection is a new one", .timeLimit(.minutes(1)))
    func lateAnswers() async throws {
        let connections = Mutex(0)
        let answer = try SerialKit.frame("sma/standard", weight: "24680")
        let listener = try LoopbackListener { connection in
            // The first connection answers only after the reader has given up.
            let isFirst = connections.withLock { count in
                count += 1
                return count == 1
            }
            var question = [UInt8](repeating: 0, count: 16)
            while recv(connection, &question, question.count, 0) > 0 {
                if isFirst { usleep(600_000) }
                send(connection, answer, answer.count, Int32(MSG_NOSIGNAL))
            }
            close(connection)
        }
        let route = SerialRoute.tcp(host: "127.0.0.1", port: listener.port)
        try await SerialKit.reading("sma/standard", SerialKit.settings(route)) { reader in
            try await reader.nextSilence(saying: "no answer")
            #expect(try await reader.nextReading().reading.shown.digits == 24_680)
            #expect(connections.withLock { $0 } == 2)
        }
        listener.stop()
    }
}
