import Documents
import Foundation
import TestKit
import Testing
import YAML

@Suite(
    "What an editor marks",
    .enabled(
        if: Peer.isPresent,
        "the judge of schemas is not here: 'make test' installs it into .venv"))
struct ShapeSlipTests {
    /// The documents of which a judge of another maker says that they follow the schema.
    private func good(_ documents: [String], by shape: DocumentShape) async throws -> [String] {
        let folder = try TemporaryDirectory()
        let schema = folder.file("schema.json")
        try JSONSchema(shape).text.write(toFile: schema, atomically: true, encoding: .utf8)
        var files: [String: String] = [:]
        for (number, document) in documents.enumerated() {
            let file = folder.file("\(number).yaml")
            try document.write(toFile: file, atomically: true, encoding: .utf8)
            files[file] = document
        }
        let outcome = try await Program.run(
            [Peer.script("schema.py"), schema] + files.keys, executable: Peer.python)
        let lines = outcome.output.split(separator: "\n")
        try #require(lines.count == documents.count, "\(outcome.errors)")
        return lines.filter { $0.hasPrefix("good ") }.compactMap {
            files[String($0.dropFirst("good ".count))]
        }
    }

    private func isTaken(_ document: String, _ kind: MapKind) throws -> Bool {
        kind.complaint(try YAML.parse([UInt8](document.utf8), file: "map.yaml")) == nil
    }

    @Test("What the reader takes, no editor marks", arguments: MapKind.allCases)
    func taken(kind: MapKind) async throws {
        let documents = try kind.documents().map(\.flow)
        for document in documents { #expect(try isTaken(document, kind), "\(document)") }
        let good = try await good(documents, by: kind.shape)
        #expect(Set(documents).subtracting(good).isEmpty)
    }

    @Test("A slip of the hand is marked by an editor and refused", arguments: MapKind.allCases)
    func slips(kind: MapKind) async throws {
        var random = SeededGenerator(seed: 20)
        let all = try kind.documents().flatMap { document in
            ShapedMapping.all(in: document, kind.shape).flatMap(ShapeSlip.all(of:))
        }
        let slips = ShapeSlip.Kind.allCases.flatMap { slip in
            all.filter { $0.kind == slip }.shuffled(using: &random).prefix(5).map(\.document.flow)
        }
        #expect(slips.count == 20)
        for slip in slips { #expect(try !isTaken(slip, kind), "\(slip)") }
        let good = try await good(slips, by: kind.shape)
        #expect(good.isEmpty, "\(good.joined(separator: "\n"))")
    }
}
