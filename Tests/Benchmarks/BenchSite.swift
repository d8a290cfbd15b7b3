import Foundation
import Glibc
import TestKit

/// A configured gateway on devices and a broker that a bench chooses; its node is a port that nobody
/// listens on.
struct BenchSite {
    private let folder: TemporaryDirectory
    private let program: URL

    /// Makes keys and configuration; needs `weighpost` beside this program.
    ///
    /// Without ports, scale and broker are away too. `units` are more devices of the devices file, and
    /// `sensors` more topics, each a line of YAML.
    init(
        modbusPort: UInt16? = nil, brokerPort: UInt16? = nil, units: [String] = [],
        sensors: [String] = []
    ) throws {
        let (modbus, broker) = try (modbusPort ?? FreePort.next(), brokerPort ?? FreePort.next())
        folder = try TemporaryDirectory()
        program = Bundle.main.bundleURL.appendingPathComponent("weighpost")
        guard FileManager.default.isExecutableFile(atPath: program.path) else {
            throw BenchTrouble("there is no \(program.path); build the product weighpost first")
        }
        let keys = try start(["key", "new", "--out", folder.path])
        guard keys.wait() == 0 else { throw BenchTrouble("no keys could be made") }
        try write(text(broker, sensors), "weighpost.yaml")
        try write(Self.devices(modbus, units), "devices.yaml")
        try write(Self.vehicles, "vehicles.yaml")
    }

    /// The configuration's file.
    var configuration: String { folder.file("weighpost.yaml") }

    /// The folder of its files.
    var path: String { folder.path }

    /// Starts the program, or another one; what it prints is dropped.
    func start(_ arguments: [String], program other: URL? = nil) throws -> Child {
        try Child([(other ?? program).path] + arguments)
    }

    /// Asks it to stop, as a service manager does, and waits.
    func stop(_ process: Child) {
        // The folder is not to go while the program works in it.
        withExtendedLifetime(folder) {
            process.signal(SIGTERM)
            for _ in 0..<100 where process.status == nil { usleep(50_000) }
            process.signal(SIGKILL)
            process.wait()
        }
    }

    /// Writes a file beside the configuration; its path.
    @discardableResult
    func write(_ text: String, _ name: String) throws -> String {
        try text.write(toFile: folder.file(name), atomically: true, encoding: .utf8)
        return folder.file(name)
    }

    private static func devices(_ port: UInt16, _ units: [String]) -> String {
        let map = Checkout.root.appendingPathComponent("Devices/flintec/ft-10.yaml").path
        let scale = """
            buses: [{ name: field, host: 127.0.0.1, port: \(port) }]
            devices:
              - name: bridge-1
                role: scale
                map: "\(map)"
                bus: field
                exponent: 0
                unit: kg
                model: FT-10
                serial: "4711"
                verification_interval: 20
                scale_interval: 20
                max: 60000
                min: 400

            """
        return units.reduce(scale) { $0 + "  - \($1)\n" }
    }

    private func text(_ broker: UInt16, _ sensors: [String]) throws -> String {
        let node = try FreePort.next()
        let more = sensors.map { "      - \($0)\n" }.joined()
        return """
            gateway: { id: "\(SampleLoad.gateway)", site: site-1 }
            keys: { signing: signing.key, store: store.key }
            state: state
            devices: devices.yaml
            broker:
              host: 127.0.0.1
              port: \(broker)
              topics:
                plates: { topic: frigate/tracked_object_update, format: frigate }
                sensors:
                  - { name: moisture, topic: site/moisture, kind: moisture, value: /value, unit: "%", max_age: 60 }
            \(more)
            vehicles: vehicles.yaml
            rules: { permitted: ["20 03 01"] }
            upstream:
              chain_id: weighpost-1
              nodes: ["http://127.0.0.1:\(node)"]
              anchor: { height: 1, hash: "\(String(repeating: "5a", count: 32))" }
              witnesses: none

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

        """
}
