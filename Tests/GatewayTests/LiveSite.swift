import Evidence
import Foundation
import IntakeLedger
import LightClients
import SiteLab
import Synchronization
import TestKit
import Wire

/// A whole site for a test: real broker, simulated scale on real Modbus, dev chain over real HTTP.
final class LiveSite: Sendable {
    static let gateway = "https://site.example/gateways/bridge-1"
    static let chainID = "weighpost-test"

    let folder: TemporaryDirectory
    let broker: TestBroker
    let chain: DevChain
    let site: SiteSimulator
    private let running: Mutex<[Task<Void, any Error>]> = Mutex([])

    /// Sets everything up; the trucks come when `trucksCome` is called.
    init(trucks: [TruckPlan], speed: Double = 20) async throws {
        folder = try TemporaryDirectory()
        broker = try TestBroker()
        let made = try await Program.run(["key", "new", "--out", folder.path])
        guard made.status == 0 else { throw Trouble("keys: \(made.errors)") }
        let pem = try String(contentsOfFile: folder.file("signing.pub"), encoding: .utf8)
        let body = pem.split(separator: "\n").dropFirst().dropLast().joined()
        guard let der = Base64.decode(body), let key = VerifyingKey(raw: Array(der.suffix(32)))
        else { throw Trouble("the public key cannot be read") }
        var settings = DevChainSettings(
            genesis: LedgerGenesis(gateways: [
                GatewayRegistration(gateway: LiveSite.gateway, site: "site-1", key: key)
            ]))
        settings.chainID = LiveSite.chainID
        settings.blockInterval = 200
        chain = try await DevChain(settings) { _ in }
        var lab = SiteLabSettings(trucks: trucks)
        lab.brokerPort = broker.port
        lab.speed = speed
        lab.staysOpen = true
        site = try SiteSimulator(settings: lab) { _ in }
        let chain = chain
        running.withLock { $0.append(Task { try await chain.run() }) }
        try await until("the chain answers") { chain.rpcPort != 0 }
        try await writeConfiguration()
    }

    /// Lets the trucks come.
    func trucksCome() {
        let site = site
        running.withLock { $0.append(Task { try await site.run() }) }
    }

    /// Ends everything that was started.
    func close() async {
        let tasks = running.withLock { tasks in
            defer { tasks = [] }
            return tasks
        }
        for task in tasks { task.cancel() }
        for task in tasks { _ = await task.result }
        broker.stop()
    }

    /// The anchor as `HEIGHT:HASH`.
    var anchor: String {
        get async {
            let anchor = await chain.anchor
            return "\(anchor.height):\(anchor.hash)"
        }
    }

    /// The configuration's file.
    var configuration: String { folder.file("weighpost.yaml") }
    /// Where the agent can be looked at.
    var socket: String { folder.file("control.sock") }
    /// The state folder.
    var state: String { folder.file("state") }

    private func writeConfiguration() async throws {
        let anchor = await chain.anchor
        let text = """
            gateway: { id: "\(LiveSite.gateway)", site: site-1 }
            keys: { signing: signing.key, store: store.key }
            state: state
            devices: devices.yaml
            broker:
              host: 127.0.0.1
              port: \(broker.port)
              topics:
                plates: { topic: frigate/tracked_object_update, format: frigate }
                sensors:
                  - { name: moisture, topic: site/moisture, kind: moisture, value: /moisture, unit: "%", max_age: 60 }
                  - { name: radiation, topic: site/radiation, kind: radiation, value: /cps, unit: cps, max_age: 60 }
            vehicles: vehicles.yaml
            rules: { permitted: ["20 03 01"], radiation_limit: 200 }
            upstream:
              chain_id: \(LiveSite.chainID)
              nodes: ["http://127.0.0.1:\(chain.rpcPort)"]
              anchor: { height: \(anchor.height), hash: "\(anchor.hash)" }
              witnesses: none
            delivery: { max_age: 300 }
            control: { socket: control.sock }

            """
        try text.write(toFile: configuration, atomically: true, encoding: .utf8)
        try devices.write(
            toFile: folder.file("devices.yaml"), atomically: true, encoding: .utf8)
        try LiveSite.vehicles.write(
            toFile: folder.file("vehicles.yaml"), atomically: true, encoding: .utf8)
    }

    private var devices: String {
        let map = Checkout.root.appendingPathComponent("Devices/flintec/ft-10.yaml").path
        return """
            buses: [{ name: bridge, host: 127.0.0.1, port: \(site.modbusPort), timeout: 500 }]
            devices:
              - name: bridge-1
                role: scale
                map: \(map)
                bus: bridge
                poll: 50
                exponent: 0
                unit: kg
                model: FT-10
                serial: "4711"
                verification_interval: 20
                scale_interval: 20
                max: 50000
                min: 400

            """
    }

    private static let vehicles = """
        vehicles:
          - plate: WP-100
            code: { scheme: EWC, version: "2014/955/EU", code: "20 03 01" }
            source: { kind: household, area: DE-BY }
            destination: sorting-line-1
            purpose: R12
            parties: { producer: City, carrier: Haulage, contract: C-1 }
          - plate: WP-200
            code: { scheme: EWC, version: "2014/955/EU", code: "17 06 05" }
            source: { kind: company, area: DE-BY }
            destination: bay-2
            purpose: D15
            parties: { producer: Builder, carrier: Haulage, contract: C-2 }
        outgoing:
          - plate: WP-900
            code: { scheme: EWC, version: "2014/955/EU", code: "19 12 12" }
            destination: https://incinerator.example/sites/1
            purpose: R1
            loads_from: [sorting-line-1, bay-2]
            parties: { producer: Sorter, carrier: Haulage, contract: C-9 }

        """
}
