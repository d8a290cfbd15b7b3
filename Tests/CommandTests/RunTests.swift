import Foundation
import TestKit
import Testing

/// How the agent starts, waits and stops when the world is not as it should be.
struct RunTests {
    @Test("With scale, broker and node away the agent is ready, runs on, and stops when told")
    func everythingAway() async throws {
        let site = try await SiteFolder()
        let agent = try Program(["run", "--json", "--config", site.configuration])
        defer { agent.destroy() }
        for event in ["gateway.ready", "broker.lost", "scale.lost", "upstream.away"] {
            try await agent.prints("{\"event\":\"\(event)\"")
        }
        #expect(agent.status == nil, "\(agent.errors)")

        agent.terminate()
        let outcome = try await agent.outcome(within: .seconds(5))
        #expect(outcome.status == 0, "\(outcome)")
        #expect(outcome.output.contains("{\"event\":\"gateway.stopped\""))
        #expect(outcome.errors.isEmpty)
    }

    @Test("Every line of the agent is one object of JSON when asked for")
    func linesOfJSON() async throws {
        let site = try await SiteFolder()
        let agent = try Program(["run", "--json", "--config", site.configuration])
        defer { agent.destroy() }
        try await agent.prints("broker.lost")
        agent.terminate()
        let lines = try await agent.outcome().output.split(separator: "\n")
        #expect(lines.count >= 4)
        for line in lines { #expect(line.hasPrefix("{\"event\":\"") && line.hasSuffix("}")) }
    }

    @Test("A second start goes on where the first one stopped")
    func secondStart() async throws {
        let site = try await SiteFolder()
        try await site.runOnce()
        let listed = try await list(site)
        try await site.runOnce()
        let both = try await list(site)
        #expect(both.count > listed.count)
        #expect(Array(both.prefix(listed.count)) == listed)
        let journal = try await Program.run(
            ["verify", "journal", site.state, "--key", site.publicKey])
        #expect(journal.status == 0, "\(journal)")
    }

    @Test("A journal of another gateway is refused, and both gateways are named")
    func otherGateway() async throws {
        let site = try await SiteFolder()
        try await site.runOnce()
        let before = try await list(site)
        let other = "https://site.example/gateways/bridge-2"
        let changed = try site.configuration(SiteFolder.gateway, becomes: other)

        let outcome = try await Program.run(["run", "--config", changed])

        #expect(outcome.status == 78, "\(outcome)")
        #expect(outcome.errors.contains("'\(SiteFolder.gateway)'"))
        #expect(outcome.errors.contains("'\(other)'"))
        #expect(try await list(site) == before, "the journal is as it was")
    }

    @Test("A second agent on the same state folder is refused, and the first one runs on")
    func secondAgent() async throws {
        let site = try await SiteFolder()
        let first = try Program(["run", "--json", "--config", site.configuration])
        defer { first.destroy() }
        try await first.prints("gateway.ready")

        let second = try await Program.run(["run", "--config", site.configuration])

        #expect(second.status == 69, "\(second)")
        #expect(second.errors.contains("\(site.state) is in use by another agent"))
        #expect(first.status == nil)
        first.terminate()
        #expect(try await first.outcome().status == 0)
    }

    @Test("Checking, listing and verifying work while the agent runs")
    func readingBesideTheAgent() async throws {
        let site = try await SiteFolder()
        let agent = try Program(["run", "--json", "--config", site.configuration])
        defer { agent.destroy() }
        try await agent.prints("gateway.ready")

        #expect(try await site.check(site.configuration).status == 0)
        #expect(try await !list(site).isEmpty)
        let journal = try await Program.run(
            ["verify", "journal", site.state, "--key", site.publicKey])
        #expect(journal.status == 0, "\(journal)")
        #expect(agent.status == nil)
    }

    @Test("An agent that is killed leaves a journal that verifies and that the next one takes")
    func killed() async throws {
        let site = try await SiteFolder()
        let agent = try Program(["run", "--json", "--config", site.configuration])
        defer { agent.destroy() }
        try await agent.prints("gateway.ready")
        agent.destroy()
        #expect(try await agent.outcome().status == -9)

        let journal = try await Program.run(
            ["verify", "journal", site.state, "--key", site.publicKey])
        #expect(journal.status == 0, "\(journal)")
        try await site.runOnce()
    }

    @Test(
        "The service manager hears how the agent is, is fed while it goes on, and hears of a reload"
    )
    func serviceManager() async throws {
        let site = try await SiteFolder()
        let name = "@weighpost-\(UInt32.random(in: 0 ... .max))"
        let manager = try #require(NotifyListener(path: name))
        let agent = try Program(
            ["run", "--json", "--config", site.configuration],
            environment: ["NOTIFY_SOCKET": name, "WATCHDOG_USEC": "2000000"])
        defer { agent.destroy() }
        // More time is asked for only where opening the journal needs it.
        let ready = try hears(
            "READY=1\nSTATUS=weighing for site-1", from: manager, before: "EXTEND_TIMEOUT_USEC=")
        #expect(ready.contains("site-1"))
        try hears("WATCHDOG=1", from: manager)
        agent.reload()
        let reloading = try hears("RELOADING=1", from: manager)
        #expect(reloading.contains("\nMONOTONIC_USEC="), "\(reloading)")
        try hears("READY=1", from: manager)
        try await agent.prints("configuration.unchanged")
        agent.terminate()
        #expect(try await agent.outcome(within: .seconds(5)).status == 0)
        try hears("STOPPING=1", from: manager)
    }

    /// The next message that begins so; others may come before it.
    @discardableResult
    private func hears(
        _ words: String, from manager: NotifyListener, before never: String? = nil
    ) throws -> String {
        for _ in 0..<50 {
            guard let message = manager.next() else { break }
            if let never { #expect(!message.contains(never)) }
            if message.hasPrefix(words) { return message }
        }
        throw Trouble("the manager does not hear \(words)")
    }

    /// The journal's entries as `records list` shows them.
    private func list(_ site: SiteFolder) async throws -> [Substring] {
        let outcome = try await Program.run(["records", "list", "--config", site.configuration])
        #expect(outcome.status == 0, "\(outcome)")
        return outcome.output.split(separator: "\n")
    }
}
