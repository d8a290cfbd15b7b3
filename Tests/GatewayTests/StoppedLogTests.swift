import ControlServer
import Evidence
import Foundation
import Glibc
import JournalStore
import SiteLab
import TestKit
import Testing

/// A pipe that nobody reads, a terminal after Ctrl-S, a log that hangs: they are alike to who writes.
@Suite("A log that nobody reads", .serialized, .enabled(if: TestBroker.isInstalled))
struct StoppedLogTests {
    private static func hasLoad(_ state: String) throws -> Bool {
        guard FileManager.default.fileExists(atPath: "\(state)/journal.sqlite") else {
            return false
        }
        var count = 0
        try JournalReader(state).forEachEntry(of: .intake) { _ in count += 1 }
        return count == 1
    }

    @Test("a truck is weighed, who looks is answered, and the agent stops when it is told to")
    func weighs() async throws {
        let live = try await LiveSite(trucks: [
            TruckPlan(plate: "WP-100", gross: 24_860, tare: 9_480)
        ])
        let path = live.folder.file("log")
        let pipe = try FullPipe(path: path)
        let agent = try Child(
            [Program.weighpost, "run", "--config", live.configuration, "--json"], output: path)
        defer { agent.signal(SIGKILL) }
        let client = ControlClient(socket: live.socket)
        try await until("the agent can be looked at") {
            guard FileManager.default.fileExists(atPath: live.socket) else { return false }
            return try await client.status().gateway.id == LiveSite.gateway
        }
        live.trucksCome()
        try await until("the load is in the journal", within: 90) { try Self.hasLoad(live.state) }
        #expect(try await client.status().gateway.isReady)
        await client.shutdown()
        agent.signal(SIGTERM)
        try await until("the agent ends", within: 10) { agent.status != nil }
        #expect(agent.status == 0)
        #expect(!pipe.read().contains("load.recorded"))
        await live.close()
    }

    @Test("read again, it has every line that waited, in order, and a clean stop writes the rest")
    func readAgain() async throws {
        let live = try await LiveSite(trucks: [])
        let path = live.folder.file("log")
        let pipe = try FullPipe(path: path)
        let agent = try Child(
            [Program.weighpost, "run", "--config", live.configuration, "--json"], output: path)
        defer { agent.signal(SIGKILL) }
        try await until("the agent listens") {
            FileManager.default.fileExists(atPath: live.socket)
        }
        var text = ""
        try await until("the log is there") {
            text += pipe.read()
            return text.contains("\"gateway.ready\"")
        }
        agent.signal(SIGTERM)
        try await until("the agent ends", within: 10) { agent.status != nil }
        text += pipe.read()
        let lines = text.split(separator: "\n")
        #expect(lines.allSatisfy { $0.hasPrefix("{\"event\":\"") && $0.hasSuffix("}") })
        #expect(lines.first?.contains("entry.recorded") == true, "\(text)")
        #expect(lines.last?.contains("gateway.stopped") == true, "\(text)")
        #expect(agent.status == 0)
        await live.close()
    }
}
