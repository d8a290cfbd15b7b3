import ControlServer
import Foundation
import Glibc
import TestKit
import Testing

@Suite("A configuration on a disk that is slow to read", .enabled(if: TestBroker.isInstalled))
struct SlowFileTests {
    @Test("keeps nobody waiting who looks at the agent, and holds once it is read")
    func slow() async throws {
        let live = try await LiveSite(trucks: [])
        let agent = try Program(["run", "--config", live.configuration, "--json"])
        defer { agent.destroy() }
        try await agent.prints("\"gateway.ready\"")
        try await agent.prints("control.listening")
        // Who opens a pipe to read waits until somebody writes to it.
        let file = live.folder.file("vehicles.yaml")
        let text = try String(contentsOfFile: file, encoding: .utf8)
        try FileManager.default.removeItem(atPath: file)
        try #require(mkfifo(file, 0o600) == 0)
        agent.reload()
        let client = ControlClient(socket: live.socket)
        try await Self.isOpening(file, agent)
        for _ in 0..<5 { #expect(try await client.status().gateway.id == LiveSite.gateway) }
        #expect(!agent.output.contains("\"configuration."))
        let pipe = try FileHandle(forWritingTo: URL(fileURLWithPath: file))
        try pipe.write(contentsOf: Data(text.utf8))
        try pipe.close()
        try await agent.prints("\"configuration.unchanged\"")
        await client.shutdown()
        agent.terminate()
        #expect(try await agent.outcome().status == 0)
        await live.close()
    }

    /// Waits until a thread of the agent has come to read its configuration.
    private static func isOpening(_ file: String, _ agent: Program) async throws {
        let tasks = "/proc/\(try #require(agent.pid))/task"
        try await until("the configuration is being read") {
            try FileManager.default.contentsOfDirectory(atPath: tasks).contains { task in
                let name = FileManager.default.contents(atPath: "\(tasks)/\(task)/comm")
                return name == Data("reload\n".utf8)
            }
        }
    }
}
