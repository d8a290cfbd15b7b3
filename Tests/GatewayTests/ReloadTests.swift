import ControlServer
import Evidence
import Foundation
import JournalStore
import SiteLab
import TestKit
import Testing
import Wire

@Suite("A configuration is read again", .serialized, .enabled(if: TestBroker.isInstalled))
struct ReloadTests {
    private func change(_ file: String, _ old: String, to new: String) throws {
        let text = try String(contentsOfFile: file, encoding: .utf8)
        try #require(text.contains(old))
        try text.replacingOccurrences(of: old, with: new)
            .write(toFile: file, atomically: true, encoding: .utf8)
    }

    private func changes(in journal: String) throws -> [EventBody] {
        var found: [EventBody] = []
        try JournalReader(journal).forEachEntry { _, bytes in
            if case .event(let event) = try JournalEntry(decoding: bytes).body,
                event.code == .configurationChanged
            {
                found.append(event)
            }
        }
        return found
    }

    @Test("a good one holds at once and is on record, a bad one leaves the old one running")
    func goodAndBad() async throws {
        let live = try await LiveSite(trucks: [])
        live.trucksCome()
        let agent = try Program(["run", "--config", live.configuration, "--json"])
        defer { agent.destroy() }
        try await agent.prints("entry.recorded")
        try await until("the scale answers") { agent.output.contains("event zero") }
        agent.reload()
        try await agent.prints("\"configuration.unchanged\"")

        try change(live.configuration, "radiation_limit: 200", to: "radiation_limits: 200")
        agent.reload()
        try await agent.prints("did you mean radiation_limit?")
        try change(live.configuration, "radiation_limits: 200", to: "radiation_limit: 100")
        agent.reload()
        try await agent.prints("another configuration holds now: rules\"")

        // Another name of the gateway is another gateway.
        try change(live.configuration, LiveSite.gateway, to: LiveSite.gateway + "0")
        agent.reload()
        try await agent.prints("start it anew for that")
        try change(live.configuration, LiveSite.gateway + "0", to: LiveSite.gateway)

        // Nobody answers there: the scale that does goes on.
        let devices = live.folder.file("devices.yaml")
        try change(devices, "port: \(live.site.modbusPort)", to: "port: 1")
        agent.reload()
        try await agent.prints("the old configuration goes on")
        // Nor does it answer at another number on the same line, for long enough to be believed.
        try change(devices, "port: 1,", to: "port: \(live.site.modbusPort),")
        try change(devices, "poll: 50", to: "poll: 60")
        agent.reload()
        try await agent.prints("another configuration holds now: devices")
        #expect(agent.status == nil)
        agent.terminate()
        #expect(try await agent.outcome().status == 0)

        let events = try changes(in: live.state)
        #expect(events.count == 3)
        #expect(events.first?.text == nil)
        for (before, after) in zip(events, events.dropFirst()) {
            #expect(after.text == before.digest?.description)
        }
        await live.close()
    }

    @Test("who asks for it is told what came of it, and that it failed when the old one goes on")
    func verb() async throws {
        let live = try await LiveSite(trucks: [])
        live.trucksCome()
        let agent = try Program(["run", "--config", live.configuration, "--json"])
        defer { agent.destroy() }
        try await until("the scale answers") { agent.output.contains("event zero") }
        func reload() async throws -> Program.Outcome {
            try await Program.run(["reload", "--config", live.configuration])
        }
        #expect(try await reload().status == 0)
        try change(live.configuration, "radiation_limit: 200", to: "radiation_limit: 100")
        let good = try await reload()
        #expect(good.status == 0 && good.output.contains("rules"), "\(good)")
        let devices = live.folder.file("devices.yaml")
        try change(devices, "port: \(live.site.modbusPort)", to: "port: 1")
        let bad = try await reload()
        #expect(bad.status == 78, "\(bad)")
        #expect(bad.errors.contains("the old configuration goes on"), "\(bad)")
        agent.terminate()
        #expect(try await agent.outcome(within: .seconds(10)).status == 0)
        let nobody = try await reload()
        #expect(nobody.status == 69 && nobody.errors.contains("is the agent running"), "\(nobody)")
        await live.close()
    }

    @Test(
        "a password that its file has anew holds after a reload, and is no change of configuration")
    func secret() async throws {
        let live = try await LiveSite(trucks: [])
        let file = live.folder.file("broker.password")
        func write(_ text: String) throws {
            try text.write(toFile: file, atomically: true, encoding: .utf8)
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file)
        }
        try write("first\n")
        try change(
            live.configuration, "  host: 127.0.0.1\n",
            to: "  host: 127.0.0.1\n  user: bridge\n  password_file: broker.password\n")
        let agent = try Program(["run", "--config", live.configuration, "--json"])
        defer { agent.destroy() }
        try await agent.prints("\"broker.connected\"")
        try write("second\n")
        agent.reload()
        try await agent.prints("another configuration holds now: secrets of the brokers")
        try await until("the broker is there again") {
            agent.output.components(separatedBy: "\"broker.connected\"").count == 3
        }
        agent.terminate()
        #expect(try await agent.outcome().status == 0)
        #expect(try changes(in: live.state).count == 1)
        await live.close()
    }

    @Test("a truck on the bridge is weighed all the same, whatever is reloaded meanwhile")
    func whileWeighing() async throws {
        let live = try await LiveSite(trucks: [
            TruckPlan(plate: "WP-100", gross: 24_860, tare: 9_480)
        ])
        let agent = try Program(["run", "--config", live.configuration, "--json"])
        defer { agent.destroy() }
        live.trucksCome()
        let devices = live.folder.file("devices.yaml")
        var poll = 50
        do {
            try await until("the load is recorded", within: 90) {
                if agent.output.contains("scale.vehicleOn"), poll < 56,
                    agent.output.components(separatedBy: "configuration.changed").count == poll - 49
                {
                    try change(devices, "poll: \(poll)", to: "poll: \(poll + 1)")
                    poll += 1
                    agent.reload()
                }
                return agent.output.contains("\"load.recorded\"")
            }
            #expect(poll > 52)
            #expect(agent.output.contains("\"net_grams\":15380000"))
        } catch {
            Issue.record("\(error)\n\(agent.lastWords)")
        }
        agent.terminate()
        #expect(try await agent.outcome().status == 0)
        await live.close()
    }

    @Test(
        "a broker and a node that are away are named, and do not keep a configuration from holding")
    func away() async throws {
        let live = try await LiveSite(trucks: [])
        let agent = try Program(["run", "--config", live.configuration, "--json"])
        defer { agent.destroy() }
        try await agent.prints("\"gateway.ready\"")
        try change(live.configuration, "port: \(live.broker.port)", to: "port: 1")
        try change(
            live.configuration, "nodes: [", to: "nodes: [\"http://127.0.0.1:2\", ")
        let told = try await Program.run(["reload", "--config", live.configuration])
        #expect(told.status == 0, "\(told)")
        for words in [
            "brokers, upstream", "the broker 127.0.0.1:1: ", "http://127.0.0.1:2 does not",
        ] {
            #expect(told.output.contains(words), "\(words): \(told)")
        }
        agent.terminate()
        #expect(try await agent.outcome().status == 0)
        await live.close()
    }

    @Test(
        "another scale on the line of the old one is tried for two seconds, and the old one is back"
    )
    func sameLine() async throws {
        let live = try await LiveSite(trucks: [])
        live.trucksCome()
        let agent = try Program(["run", "--config", live.configuration, "--json"])
        defer { agent.destroy() }
        try await until("the scale answers") { agent.output.contains("event zero") }
        // The simulated indicator is unit 1, and says nothing as another.
        let devices = live.folder.file("devices.yaml")
        try change(devices, "bus: bridge", to: "unit_id: 9\n    bus: bridge")
        let begun = ContinuousClock.now
        let told = try await Program.run(["reload", "--config", live.configuration])
        #expect(ContinuousClock.now - begun < .seconds(5))
        #expect(told.status == 78, "\(told)")
        #expect(told.errors.contains("the old configuration goes on"), "\(told)")
        let client = ControlClient(socket: live.socket)
        try await until("the scale is read on") { try await client.status().scale.isConnected }
        await client.shutdown()
        agent.terminate()
        #expect(try await agent.outcome().status == 0)
        await live.close()
    }
}
