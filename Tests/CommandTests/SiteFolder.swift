import Foundation
import TestKit

/// A folder with all that a gateway needs to start: configuration, devices, vehicles and keys.
///
/// Scale, broker and node are on ports where nobody listens.
final class SiteFolder: Sendable {
    static let gateway = "https://site.example/gateways/bridge-1"

    let directory: TemporaryDirectory
    /// The configuration that is complete.
    let configuration: String
    private let text: String
    private let devices: String
    /// The state folder that the configuration names.
    var state: String { directory.file("state") }
    /// The gateway's public key.
    var publicKey: String { directory.file("keys/signing.pub") }

    init() async throws {
        directory = try TemporaryDirectory()
        let keys = directory.file("keys")
        try FileManager.default.createDirectory(atPath: keys, withIntermediateDirectories: false)
        let made = try await Program.run(["key", "new", "--out", keys])
        guard made.status == 0 else { throw Trouble(made.errors) }
        (text, devices) = try (SiteFolder.text(), SiteFolder.devices())
        configuration = directory.file("weighpost.yaml")
        try write(text, to: "weighpost.yaml")
        try write(devices, to: "devices.yaml")
        try write(SiteFolder.vehicles, to: "vehicles.yaml")
    }

    /// Writes a file beside the configuration; the path of it.
    @discardableResult
    func write(_ text: String, to name: String) throws -> String {
        try Data(text.utf8).write(to: URL(fileURLWithPath: directory.file(name)))
        return directory.file(name)
    }

    /// Writes a drop-in of the configuration; the path of it.
    @discardableResult
    func dropIn(_ name: String, _ text: String) throws -> String {
        try FileManager.default.createDirectory(
            atPath: configuration + ".d", withIntermediateDirectories: true)
        return try write(text, to: "weighpost.yaml.d/\(name)")
    }

    /// A second configuration beside the first that says something else; its path.
    func configuration(_ old: String, becomes new: String) throws -> String {
        try write(try SiteFolder.replace(old, in: text, with: new), to: "changed.yaml")
    }

    /// A second configuration whose devices file says something else; the paths of both.
    func devices(
        _ old: String, becomes new: String
    ) throws -> (configuration: String, devices: String) {
        try write(
            devices: try SiteFolder.replace(old, in: devices, with: new), beside: "changed.yaml")
    }

    /// A second configuration with these devices; the paths of both.
    func write(
        devices: String, beside name: String
    ) throws -> (configuration: String, devices: String) {
        let file = try write(devices, to: "devices-\(name)")
        let text = try SiteFolder.replace(
            "devices: devices.yaml", in: text, with: "devices: devices-\(name)")
        return (try write(text, to: name), file)
    }

    /// A second configuration whose bus is reached by other keys; its path.
    func configuration(busAt place: String) throws -> String {
        let usual = /\ \ \ \ host: 127\.0\.0\.1\n    port: \d+\n/
        guard devices.firstMatch(of: usual) != nil else { throw Trouble("the bus has no host") }
        return try write(
            devices: devices.replacing(usual, with: "    \(place)\n"), beside: "changed.yaml"
        ).configuration
    }

    /// `check` of a configuration.
    func check(_ configuration: String) async throws -> Program.Outcome {
        try await Program.run(["check", "--config", configuration])
    }

    /// Runs the agent until it is ready, and stops it at once; it must end cleanly.
    func runOnce() async throws {
        let agent = try Program(["run", "--json", "--config", configuration])
        defer { agent.destroy() }
        try await agent.prints("gateway.ready")
        agent.terminate()
        let outcome = try await agent.outcome()
        guard outcome.status == 0 else { throw Trouble("\(outcome)") }
    }

    /// `text` with its one `old` replaced.
    static func replace(_ old: String, in text: String, with new: String) throws -> String {
        guard text.components(separatedBy: old).count == 2 else {
            throw Trouble("'\(old)' does not stand there once")
        }
        return text.replacingOccurrences(of: old, with: new)
    }

    /// Where `word` first stands in a file, as a complaint names it: `file:line:column`.
    static func place(of word: String, in path: String) throws -> String {
        let lines = try String(contentsOfFile: path, encoding: .utf8)
            .components(separatedBy: "\n")
        for (index, line) in lines.enumerated() {
            if let range = line.range(of: word) {
                let column = line.distance(from: line.startIndex, to: range.lowerBound) + 1
                return "\(path):\(index + 1):\(column)"
            }
        }
        throw Trouble("'\(word)' is not in \(path)")
    }

    /// The device map that the configuration names.
    static let map = Checkout.root.appendingPathComponent("Devices/flintec/ft-10.yaml").path
}
