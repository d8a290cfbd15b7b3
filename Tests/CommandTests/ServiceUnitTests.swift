import Foundation
import TestKit
import Testing

/// Where the service manager's critic is, if this machine has one.
private let analyzer = ["/usr/bin/systemd-analyze", "/bin/systemd-analyze"]
    .first { FileManager.default.isExecutableFile(atPath: $0) }

/// What the service manager says of our units, where there is one.
@Suite(.enabled(if: analyzer != nil, "there is no systemd-analyze on this machine"))
struct ServiceUnitTests {
    private static let units = ["weighpost.service", "weighpost-node.service"]

    @Test("The service manager accepts our units", arguments: units)
    func accepted(unit: String) async throws {
        let folder = try TemporaryDirectory()
        try copy(unit, to: folder)
        let outcome = try await analyze(["verify", "--man=no", folder.file(unit)])
        #expect(outcome.status == 0, "\(outcome)")
        #expect(!outcome.errors.contains(unit), "\(outcome)")
    }

    @Test(
        "It accepts what our examples change in the agent's unit",
        arguments: ["serial-lines.conf", "sealed-keys.conf"])
    func examples(name: String) async throws {
        let folder = try TemporaryDirectory()
        let unit = try agent(with: name, in: folder)
        let outcome = try await analyze(["verify", "--man=no", unit])
        #expect(outcome.status == 0, "\(outcome)")
        #expect(!outcome.errors.contains(name), "\(outcome)")
    }

    @Test(
        "It rates the agent's exposure as the notes say, with serial lines open or keys sealed",
        arguments: [("serial-lines.conf", 18), ("sealed-keys.conf", 16)])
    func exampleExposure(name: String, tenths: Int) async throws {
        let folder = try TemporaryDirectory()
        let unit = try agent(with: name, in: folder)
        for (threshold, isKept) in [(tenths, true), (tenths - 1, false)] {
            let outcome = try await analyze(
                ["security", "--offline=true", "--threshold=\(threshold)", unit])
            #expect((outcome.status == 0) == isKept, "\(threshold): \(outcome)")
        }
        let notes = try String(
            contentsOf: Checkout.root.appending(
                path: "Sources/Gateway/Gateway.docc/SecurityNotes.md"), encoding: .utf8)
        #expect(notes.contains("\(tenths / 10).\(tenths % 10)"))
    }

    @Test(
        "The service manager rates the exposure of our units at 1.5 of 10 or less",
        arguments: units)
    func exposure(unit: String) async throws {
        let folder = try TemporaryDirectory()
        try copy(unit, to: folder)
        // The threshold is in tenths.
        let outcome = try await analyze(
            ["security", "--offline=true", "--threshold=15", folder.file(unit)])
        #expect(outcome.status == 0, "\(outcome)")
    }

    /// The agent's unit with one of our examples beside it; its path.
    private func agent(with name: String, in folder: TemporaryDirectory) throws -> String {
        let unit = folder.file("weighpost.service")
        try copy("weighpost.service", to: folder)
        try FileManager.default.createDirectory(
            atPath: "\(unit).d", withIntermediateDirectories: true)
        try text(of: "examples/\(name)")
            .write(toFile: "\(unit).d/\(name)", atomically: true, encoding: .utf8)
        return unit
    }

    /// Copies a unit with the programs that were just built: verify looks for them.
    private func copy(_ unit: String, to folder: TemporaryDirectory) throws {
        try text(of: unit).replacingOccurrences(of: "/usr/bin/weighpost", with: Program.weighpost)
            .write(toFile: folder.file(unit), atomically: true, encoding: .utf8)
    }

    private func text(of name: String) throws -> String {
        let file = Checkout.root.appendingPathComponent("systemd/\(name)")
        return try String(contentsOf: file, encoding: .utf8)
    }

    private func analyze(_ arguments: [String]) async throws -> Program.Outcome {
        try await Program.run(arguments, executable: try #require(analyzer))
    }
}
