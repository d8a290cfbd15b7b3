import ControlServer
import Foundation
import SiteLab
import TestKit
import Testing

@Suite("The agent is looked at", .serialized, .enabled(if: TestBroker.isInstalled))
struct LookingTests {
    @Test("what it sees, keeps and waits for is on the screen of whoever may open its socket")
    func seen() async throws {
        let live = try await LiveSite(trucks: [
            TruckPlan(plate: "WP-100", gross: 24_860, tare: 9_480)
        ])
        let agent = try Program(["run", "--config", live.configuration, "--json"])
        defer { agent.destroy() }
        try await agent.prints("control.listening")
        live.trucksCome()
        let client = ControlClient(socket: live.socket)
        do {
            try await until("the load is delivered", within: 90) {
                let status = try await client.status()
                return agent.output.contains("\"load.recorded\"") && status.delivery?.waiting == 0
            }
            let status = try await client.status()
            #expect(status.gateway.id == LiveSite.gateway)
            #expect(status.gateway.isReady && status.scale.isConnected)
            #expect(status.scale.weightKg != nil)
            #expect(status.journal?.entries == status.delivery?.deliveredThrough)
            #expect(status.trust?.state == .fresh && status.delivery?.isReachable == true)
            #expect(status.sensors.first?.name == "moisture")
            #expect(status.brokers.first?.isConnected == true)
            #expect(status.process.rssBytes > 1 << 20 && status.process.openFiles > 5)
            #expect(!"\(status)".contains("WP-100"))
            let screen = try await Program.run(["status", "--socket", live.socket])
            #expect(screen.status == 0, "\(screen)")
            for words in ["READY", "bridge-1", "queue", "proven", "site-1"] {
                #expect(screen.output.contains(words), "\(words): \(screen.output)")
            }
            let lines = screen.output.split(separator: "\n", omittingEmptySubsequences: false)
            #expect(lines.count <= 25 && lines.allSatisfy { $0.count <= 80 }, "\(screen.output)")
        } catch {
            Issue.record("\(error)\n\(agent.lastWords)")
        }
        await client.shutdown()
        agent.terminate()
        #expect(try await agent.outcome(within: .seconds(5)).status == 0)
        #expect(!FileManager.default.fileExists(atPath: live.socket))
        await live.close()
    }
}
