import Foundation
import TestKit

/// A configured gateway whose scale, broker and node are ports that nobody listens on.
struct IdleSite {
    private let folder: TemporaryDirectory
    private let program: URL

    /// Makes keys and configuration; needs `weighpost` beside this program.
    init() throws {
        folder = try TemporaryDirectory()
        program = Bundle.main.bundleURL.appendingPathComponent("weighpost")
        guard FileManager.default.isExecutableFile(atPath: program.path) else {
            throw BenchTrouble("there is no \(program.path); build the product weighpost first")
        }
        let keys = try start(["key", "new", "--out", folder.path])
        keys.waitUntilExit()
        guard keys.terminationStatus == 0 else { throw BenchTrouble("no keys could be made") }
        try write(text(), "weighpost.yaml")
        try write(Self.vehicles, "vehicles.yaml")
    }

    /// The configuration's file.
    var configuration: String { folder.file("weighpost.yaml") }

    /// Starts the program; what it prints is dropped.
    func start(_ arguments: [String]) throws -> Process {
        let process = Process()
        process.executableURL = program
        process.arguments = arguments
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        return process
    }

    /// Asks it to stop, as a service manager does, and waits.
    func stop(_ process: Process) {
        // The folder is not to go while the program works in it.
        withExtendedLifetime(folder) {
            if process.isRunning { process.terminate() }
            process.waitUntilExit()
        }
    }

    private func write(_ text: String, _ name: String) throws {
        try text.write(toFile: folder.file(name), atomically: true, encoding: .utf8)
    }

    private func text() throws -> String {
        let map = Checkout.root.appendingPathComponent("Devices/flintec/ft-10.yaml").path
        let (scale, broker, node) = try (FreePort.next(), FreePort.next(), FreePort.next())
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
