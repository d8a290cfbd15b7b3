/// What the demo's site is like: the ports its programs found, and where trust begins.
struct DemoSite: Sendable {
    static let gateway = "https://demo.example/gateways/bridge-1"
    static let name = "demo-yard"
    static let chainID = "weighpost-demo-1"

    var brokerPort: UInt16
    var modbusPort: UInt16
    /// How many trucks come.
    var trucks = DemoLoad.all.count
    /// What a soak adds.
    var soak: SoakField?
    /// The folder with the device maps.
    var devices: String
    var chainAddress = ""
    /// HEIGHT and HASH of the block that is trusted from the start.
    var anchor: (height: Int64, hash: String) = (0, "")

    /// The anchor as `weighpost verify` takes it.
    var anchorText: String { "\(anchor.height):\(anchor.hash)" }
}

extension DemoFolder {
    /// The settings of mosquitto.
    func writeBroker(_ site: DemoSite) throws(DemoTrouble) {
        try write(
            """
            listener \(site.brokerPort) 127.0.0.1
            allow_anonymous true
            persistence false
            log_dest stdout

            """, to: "mosquitto.conf")
    }

    /// The agent's configuration and its vehicles.
    func writeAgent(_ site: DemoSite) throws(DemoTrouble) {
        let more = site.soak == nil ? [] : SoakField.sensors
        let permitted = DemoLoad.permitted.map { "\"\($0)\"" }.joined(separator: ", ")
        try write(
            """
            gateway:
              id: \(DemoSite.gateway)
              site: \(DemoSite.name)
            keys:
              signing: keys/signing.key
              store: keys/store.key
            state: journal
            devices: devices.yaml
            broker:
              host: 127.0.0.1
              port: \(site.brokerPort)
              topics:
                plates:
                  topic: frigate/tracked_object_update
                  format: frigate
                  min_confidence: 0.8
                sensors:
                  - { name: moisture, topic: site/moisture, kind: moisture, value: /moisture,
                      time: /time, unit: "%", max_age: 30 }
                  - { name: radiation, topic: site/radiation, kind: radiation, value: /cps,
                      time: /time, unit: cps, max_age: 30 }
            \(more.map { "      - \($0)\n" }.joined())
            vehicles: vehicles.yaml
            rules:
              permitted: [\(permitted)]
              radiation_limit: 200
            upstream:
              chain_id: \(DemoSite.chainID)
              nodes: ["\(site.chainAddress)"]
              anchor: { height: \(site.anchor.height), hash: "\(site.anchor.hash)" }
              witnesses: none
            # Look at it: weighpost status --socket control.sock
            control: { socket: control.sock }

            """, to: "weighpost.yaml")
        try write(devices(of: site), to: "devices.yaml")
        try write(vehicles(of: site), to: "vehicles.yaml")
        if site.soak != nil { try write(SoakField.map, to: "soak.yaml") }
    }

    private func devices(of site: DemoSite) -> String {
        let buses = site.soak.map { "  - \($0.bus)\n" } ?? ""
        let more = site.soak == nil ? [] : ["    poll: 20"] + SoakField.devices.map { "  - \($0)" }
        return """
            buses:
              - { name: bridge, host: 127.0.0.1, port: \(site.modbusPort) }
            \(buses)devices:
              - name: bridge-1
                role: scale
                map: \(site.devices)/flintec/ft-10.yaml
                bus: bridge
                exponent: 0
                unit: kg
                model: FT-10
                serial: "LAB-1"
                verification_interval: 20
                scale_interval: 20
                max: 50000
                min: 400
            \(more.map { "\($0)\n" }.joined())
            """
    }

    private func vehicles(of site: DemoSite) -> String {
        (0..<site.trucks).reduce(into: "vehicles:\n") { text, number in
            let load = DemoLoad.load(number)
            text += """
                  - plate: \(load.plate)
                    code: { scheme: EWC, version: "2014/955/EU", code: "\(load.code)" }
                    source: { kind: company, area: "DE-BY-09178" }
                    destination: sorting-line-1
                    purpose: R12
                    parties: { producer: Example Works, carrier: \(load.carrier),
                               contract: \(load.contract) }
                    grades: [{ kind: contamination, grade: B }]

                """
        }
    }
}
