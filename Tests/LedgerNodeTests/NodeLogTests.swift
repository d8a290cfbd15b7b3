import Foundation
import Glibc
import Logging
import Synchronization
import SystemService
import TestKit
import Testing

@testable import LedgerNode

@Suite("What a ledger node tells the system's log")
struct NodeLogTests {
    private struct Away: Error, CustomStringConvertible {
        let description = "the folder is not there"
    }

    /// The datagrams that come to a socket which plays journald's.
    private final class Journald {
        let path: String
        private let socket: Int32

        init(_ folder: TemporaryDirectory) throws {
            path = folder.file("socket")
            socket = Glibc.socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
            var place = sockaddr_un()
            place.sun_family = sa_family_t(AF_UNIX)
            withUnsafeMutableBytes(of: &place.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
            let result = withUnsafePointer(to: &place) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    bind(socket, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
                }
            }
            guard result == 0 else { throw Trouble("no socket at \(path)") }
        }

        deinit { close(socket) }

        /// The fields of the next message.
        func next() -> [String: String] {
            var buffer = [UInt8](repeating: 0, count: 65_536)
            let count = recv(socket, &buffer, buffer.count, Int32(MSG_DONTWAIT))
            let text = String(decoding: buffer[..<max(0, count)], as: UTF8.self)
            let pairs = text.split(separator: "\n").map {
                $0.split(separator: "=", maxSplits: 1).map(String.init)
            }
            return Dictionary(
                uniqueKeysWithValues: pairs.filter { $0.count == 2 }.map { ($0[0], $0[1]) })
        }
    }

    @Test("an event comes with its stable name, its code and its figures, as fields")
    func fields() throws {
        let folder = try TemporaryDirectory()
        let journald = try Journald(folder)
        let log = NodeLog(journald: JournaldSocket(path: journald.path)) { _ in
            Issue.record("a second line")
        }
        #expect(log.isHeard)
        log.take(.started(version: "1.2", height: 7))
        let started = journald.next()
        #expect(started["WEIGHPOST_EVENT"] == "node.started")
        #expect(started["SYSLOG_IDENTIFIER"] == "weighpost-node")
        #expect(started["PRIORITY"] == "6")
        #expect(started["WEIGHPOST_HEIGHT"] == "7")
        #expect(started["WEIGHPOST_VERSION"] == "1.2")
        #expect(started["WEIGHPOST_CODE"] == nil)
        log.take(.failed(Away()))
        let failed = journald.next()
        #expect(failed["WEIGHPOST_EVENT"] == "node.failed")
        #expect(failed["WEIGHPOST_CODE"] == "WN101")
        #expect(failed["PRIORITY"] == "3")
        #expect(failed["MESSAGE"] == "WN101 the folder is not there")
    }

    @Test(
        "what the server of the node's connections says is an event too, and no noise of libraries")
    func libraries() throws {
        let folder = try TemporaryDirectory()
        let journald = try Journald(folder)
        let log = NodeLog(journald: JournaldSocket(path: journald.path)) { _ in }
        let logger = LedgerNode.connectionLogger(log)
        logger.error("the request is not understood")
        #expect(journald.next()["WEIGHPOST_EVENT"] == "request.refused")
        logger.warning("the node's connection ends: reset")
        #expect(journald.next()["WEIGHPOST_EVENT"] == "connection.lost")
        logger.info("chatter")
        log.logger().info("chatter")
        #expect(journald.next().isEmpty)
    }

    @Test("without journald people get a line, with its code")
    func lines() {
        let lines = Mutex<[String]>([])
        let log = NodeLog(journald: nil) { line in lines.withLock { $0.append(line) } }
        #expect(!log.isHeard)
        log.take(.failed(Away()))
        log.take(.stopped)
        #expect(
            lines.withLock { $0 } == [
                "WN101 the folder is not there", "stopped; what was committed is durable",
            ])
    }
}
