import Foundation
import TestKit
import Testing

/// What editors know of the files that people write.
@Suite(
    .enabled(
        if: Peer.isPresent,
        "the judge of schemas is not here: 'make test' installs it into .venv"))
struct SchemaTests {
    private static let files = [
        ("register-map", "Devices/schema"), ("sensor-map", "Devices/schema"),
        ("frame-map", "Devices/schema"), ("payload-map", "Devices/schema"),
        ("configuration", "Config/schema"), ("devices", "Config/schema"),
        ("vehicles", "Config/schema"),
    ]

    /// The agent's API is described beside them; no file of a person follows it.
    private static let descriptions = files + [("openapi", "Config/schema")]

    private static func path(_ kind: String) -> String {
        let folder = descriptions.first { $0.0 == kind }?.1 ?? ""
        return Checkout.root.appendingPathComponent("\(folder)/\(kind).json").path
    }

    /// The files that say on their first line which schema they follow.
    private static let written: [(kind: String, path: String)] = {
        ["Devices", "Config"].flatMap { folder -> [(kind: String, path: String)] in
            let root = Checkout.root.appendingPathComponent(folder)
            let paths =
                FileManager.default.enumerator(atPath: root.path)?
                .compactMap { $0 as? String } ?? []
            return paths.filter { $0.hasSuffix(".yaml") }.sorted().compactMap { path in
                let file = root.appendingPathComponent(path).path
                let text = (try? String(contentsOfFile: file, encoding: .utf8)) ?? ""
                let line = text.prefix { $0 != "\n" }
                guard let kind = line.firstMatch(of: /schema\/([a-z-]+)\.json$/) else { return nil }
                return (String(kind.output.1), file)
            }
        }
    }()

    private func judge(_ kind: String, _ paths: [String]) async throws -> Program.Outcome {
        try await Program.run(
            [Peer.script("schema.py"), Self.path(kind)] + paths, executable: Peer.python)
    }

    @Test("The shipped schemas are those of the readers and of the server", arguments: descriptions)
    func shipped(kind: String, folder: String) async throws {
        let printed = try await Program.run(["schema", kind])
        #expect(printed.status == 0)
        let file = try? String(contentsOfFile: Self.path(kind), encoding: .utf8)
        #expect(
            printed.output == file,
            "write it anew: weighpost schema \(kind) > \(folder)/\(kind).json")
    }

    @Test("Every file that is shipped is good in the eyes of an editor", arguments: files)
    func good(kind: String, folder: String) async throws {
        let paths = Self.written.filter { $0.kind == kind }.map(\.path)
        #expect(!paths.isEmpty)
        let outcome = try await judge(kind, paths)
        #expect(outcome.status == 0, "\(outcome.output)")
    }

    @Test("Every map says on its first line which schema it follows")
    func firstLine() throws {
        let folder = Checkout.root.appendingPathComponent("Devices").path
        let maps =
            FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String }
            .filter { $0.hasSuffix(".yaml") } ?? []
        #expect(maps.count == Self.written.filter { $0.path.contains("/Devices/") }.count)
    }

    @Test(
        "What an editor marks, the program refuses",
        arguments: [
            ("flintec/ft-10", "register-map", "maker: Flintec", "makr: Flintec"),
            ("flintec/ft-10", "register-map", "grade: 1", "grade: 4"),
            ("flintec/ft-10", "register-map", "register: holding", "register: holdings"),
            ("flintec/ft-10", "register-map", "type: int32", "type: int33"),
            ("flintec/ft-10", "register-map", "version: 1\n", ""),
            ("flintec/ft-10", "register-map", "byte_order: ABCD", "byte_order: ABCE"),
            ("sma/standard", "frame-map", "frame_map: 1", "frame_map: 2"),
            ("sma/standard", "frame-map", "model:", "modell:"),
            ("shelly/plus-ht", "payload-map", "payload_map: 1", "payload_map: yes"),
            ("shelly/plus-ht", "payload-map", "max_age:", "max_age: -1 #"),
            ("generic/probe", "sensor-map", "kind: moisture", "kind: wet"),
            ("generic/probe", "sensor-map", "max_age: 10", "max_age: soon"),
        ])
    func bad(map: String, kind: String, old: String, new: String) async throws {
        let folder = try TemporaryDirectory()
        let source = Checkout.root.appendingPathComponent("Devices/\(map).yaml").path
        let text = try String(contentsOfFile: source, encoding: .utf8)
        let changed = text.replacingOccurrences(of: old, with: new)
        #expect(changed != text)
        let file = folder.file("map.yaml")
        try changed.write(toFile: file, atomically: true, encoding: .utf8)
        #expect(try await judge(kind, [file]).status == 1)
        #expect(try await Program.run(["map", "lint", file]).status == 78)
    }

    @Test(
        "an editor marks what no vehicle can bring, as the agent refuses it",
        arguments: [
            ("purpose: R12", "purpose: R14"), ("purpose: R1 ", "purpose: D16 "),
            ("producer: City of Example", "producer: \"\""), ("scheme: EWC  ", "scheme: \" \"  "),
        ])
    func vehicles(old: String, new: String) async throws {
        let folder = try TemporaryDirectory()
        let source = Checkout.root.appendingPathComponent("Config/vehicles.yaml").path
        let text = try String(contentsOfFile: source, encoding: .utf8)
        let changed = text.replacingOccurrences(of: old, with: new)
        #expect(changed != text)
        let file = folder.file("vehicles.yaml")
        try changed.write(toFile: file, atomically: true, encoding: .utf8)
        #expect(try await judge("vehicles", [file]).status == 1)
    }
}
