import Foundation

extension Demo {
    /// The first chapter: keys, broker, chain, site and agent.
    func setUp() async throws {
        let trucks = site.trucks == DemoLoad.all.count ? "six trucks" : "\(site.trucks) trucks"
        teller.begin("Setting up", "\(trucks), one weighbridge, four validators, real processes")
        teller.tell("folder", folder.path)
        let agent = settings.agent
        guard FileManager.default.isExecutableFile(atPath: agent) else {
            throw DemoTrouble("\(agent) is not here; build the weighpost program beside the lab's")
        }
        try await makeKeys()
        try await startBroker()
        try await startChain()
        try await startSite()
        if settings.soak != nil { site.soak = try SoakField(brokerPort: site.brokerPort) }
        try folder.writeAgent(site)
        try start("agent", [agent, "run", "--config", folder.configuration, "--json"])
        try await wait(for: "the agent to be ready", atMost: .seconds(30)) {
            story.seen.isSuperset(of: ["gateway.ready", "broker.connected"])
        }
        teller.tell("agent", "weighpost runs for \(DemoSite.gateway)")
    }

    /// The child with a name; the demo has started it.
    func child(_ name: String) throws(DemoTrouble) -> ChildProcess {
        guard let found = children.first(where: { $0.name == name }) else {
            throw DemoTrouble("\(name) was never started")
        }
        return found
    }

    /// Takes the addresses out of what children say when they are ready.
    func noteSetUp(_ event: LabEvent) {
        if event.name == "chain.ready" {
            site.chainAddress = event.text("rpc") ?? ""
            site.anchor = (
                event.number("anchor_height") ?? 0, event.text("anchor_hash") ?? ""
            )
        }
    }

    private func makeKeys() async throws {
        let log = folder.log("key")
        let made = try await DemoPrograms.finish(
            "key", [settings.agent, "key", "new", "--out", folder.keys, "--json"], log: log)
        guard made.status == 0 else {
            throw DemoTrouble("no keys were made: \(DemoPrograms.lastWords(in: log))")
        }
        teller.tell("keys", "signing.key, signing.pub, store.key in \(folder.keys)")
    }

    private func startBroker() async throws {
        try folder.writeBroker(site)
        let port = site.brokerPort
        try start(
            "broker", [try DemoPrograms.broker(), "-c", folder.file("mosquitto.conf")])
        try await wait(for: "the broker", atMost: .seconds(10)) { LoopbackPort.isAnswering(port) }
        teller.tell("broker", "mosquitto on 127.0.0.1:\(port)")
    }

    private func startChain() async throws {
        try start(
            "chain",
            [
                settings.lab, "chain", "--json", "--chain-id", DemoSite.chainID, "--gateway",
                DemoSite.gateway, "--site", DemoSite.name, "--key", folder.publicKey,
            ])
        try await wait(for: "the chain's first block", atMost: .seconds(30)) {
            !site.chainAddress.isEmpty
        }
        teller.tell("chain", "\(DemoSite.chainID), four validators, \(site.chainAddress)")
        teller.tell("anchor", "block \(site.anchor.height), \(site.anchor.hash)")
    }

    private func startSite() async throws {
        try start(
            "site",
            [
                settings.lab, "site", "--json", "--stay", "--trucks", "\(site.trucks)", "--delay",
                "3", "--modbus-port",
                "\(site.modbusPort)", "--broker-port", "\(site.brokerPort)", "--speed",
                "\(settings.speed)", "--seed", "\(settings.seed)",
            ])
        try await wait(for: "the weighbridge", atMost: .seconds(10)) {
            story.seen.contains("site.ready")
        }
        teller.tell(
            "bridge", "Flintec FT-10, 50 t by 20 kg, Modbus TCP on 127.0.0.1:\(site.modbusPort)")
    }
}
