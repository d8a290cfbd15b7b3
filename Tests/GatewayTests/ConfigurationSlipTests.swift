import Documents
import Foundation
import TestKit
import Testing
import YAML

@testable import Gateway

@Suite("A slip of the hand in the configuration, the devices or the vehicles")
struct ConfigurationSlipTests {
    /// A kind of file, and where it lies beside the configuration.
    enum Kind: String, CaseIterable {
        case configuration = "weighpost.yaml"
        case devices = "devices.yaml"
        case vehicles = "vehicles.yaml"

        var samples: [String] {
            switch self {
            case .configuration: SlipSamples.configurations
            case .devices: SlipSamples.devices
            case .vehicles: SlipSamples.vehicles
            }
        }

        var shape: DocumentShape {
            switch self {
            case .configuration: .configuration
            case .devices: .devicesFile
            case .vehicles: .vehiclesFile
            }
        }
    }

    private let folder: TemporaryDirectory

    init() throws {
        folder = try TemporaryDirectory()
        for kind in Kind.allCases { try write(kind.samples[0], kind) }
        try Data(SlipSamples.probe().utf8)
            .write(to: URL(fileURLWithPath: folder.file("probe.yaml")))
    }

    private func write(_ text: String, _ kind: Kind) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: folder.file(kind.rawValue)))
    }

    /// What the strict reader says to the files as they lie there; nil for nothing.
    private func complaint() -> String? {
        do {
            _ = try ConfigurationFile.load(folder.file(Kind.configuration.rawValue))
            return nil
        } catch {
            return error.message
        }
    }

    private var findings: [String] {
        ConfigurationFile.findings(folder.file(Kind.configuration.rawValue))
    }

    private func samples(of kind: Kind) throws -> [DocumentNode] {
        try kind.samples.map { try YAML.parse(Array($0.utf8), file: "sample") }
    }

    /// Writes a slip down; the place that complaints have to name.
    private func write(
        _ slip: SlipDocument.Slip, in node: DocumentNode, _ kind: Kind
    ) throws -> String {
        let document = SlipDocument(node, slip: slip)
        try write(document.text, kind)
        return folder.file(kind.rawValue) + ":" + (try #require(document.place)) + ": "
    }

    /// Every value of every sample.
    private func each(
        of kind: Kind, _ body: (DocumentNode, SlipPlace) throws -> Void
    ) throws {
        for node in try samples(of: kind) {
            for place in SlipPlace.all(in: node, kind.shape) { try body(node, place) }
        }
    }

    @Test("nothing is said against files without one, and every key is written in them")
    func samples() throws {
        for kind in Kind.allCases {
            var written: Set<[String]> = []
            for node in try samples(of: kind) {
                try write(SlipDocument(node).text, kind)
                #expect(complaint() == nil && findings.isEmpty, "\(complaint() ?? "") \(findings)")
                written.formUnion(SlipPlace.all(in: node, kind.shape).map(\.path))
            }
            // One broker and several have the same keys.
            let plain = { (path: [String]) in path.map { $0 == "brokers" ? "broker" : $0 } }
            let missing = Set(SlipPlace.paths(of: kind.shape).map(plain))
                .subtracting(written.map(plain))
            #expect(missing.isEmpty, "\(kind.rawValue): \(missing)")
            try write(kind.samples[0], kind)
        }
    }

    @Test(
        "a misspelt key is refused where it stands, and the key that was meant is named",
        arguments: Kind.allCases)
    func misspelt(kind: Kind) throws {
        var count = 0
        try each(of: kind) { node, place in
            // Words of a sensor are a site's own.
            guard let key = place.key, let name = place.path.last,
                place.path.dropLast().last != "words"
            else { return }
            count += 1
            let slip = name + "x"
            let at = try write(.key(key.place, slip), in: node, kind)
            // The strict reader may stop at what is missing now; all findings name the slip itself.
            #expect(complaint() != nil, "\(place.path)")
            let meant = findings.contains {
                $0.hasPrefix(at) && $0.contains("no key \(slip); did you mean \(name)?")
            }
            #expect(meant, "\(place.path): \(findings)")
        }
        #expect(count > 20)
    }

    @Test(
        "a value of another kind is refused where it stands, whatever the key, by its name",
        arguments: Kind.allCases)
    func wrongType(kind: Kind) throws {
        try each(of: kind) { node, place in
            for text in wrong(place.content) {
                let at = try write(.value(place.value.place, text), in: node, kind)
                let said = try #require(complaint(), "\(place.path): \(text)")
                #expect(said.hasPrefix(at), "\(place.path): \(text): \(said)")
                // An item of a list has words of its own; its place tells which.
                let isNamed = place.key == nil || place.names.contains { said.contains($0) }
                #expect(isNamed, "\(place.path): \(text): \(said)")
                #expect(findings.contains { $0.hasPrefix(at) }, "\(place.path): \(findings)")
            }
        }
    }

    @Test(
        "a number just outside its range is refused where it stands, and the range is told",
        arguments: [Kind.configuration, .devices])
    func outOfRange(kind: Kind) throws {
        var count = 0
        try each(of: kind) { node, place in
            for (number, range) in outside(place.content) {
                count += 1
                let at = try write(.value(place.value.place, number), in: node, kind)
                let said = try #require(complaint(), "\(place.path): \(number)")
                let isTold = said.hasPrefix(at) && said.contains("in the range \(range), not")
                #expect(isTold, "\(place.path): \(number): \(said)")
                #expect(findings.contains(said), "\(place.path): \(findings)")
            }
        }
        #expect(count > 15)
    }

    /// Numbers next to a range, and how the range is told.
    private func outside(_ content: DocumentContent) -> [(number: String, range: String)] {
        switch content {
        case .whole(let range):
            let told = "\(range.lowerBound) to \(range.upperBound)"
            // There is no number above the largest that can be read.
            return [range.lowerBound - 1, range.upperBound == .max ? nil : range.upperBound + 1]
                .compactMap { $0 }.map { (String($0), told) }
        case .decimal(let range?):
            return ["-0.0001", "\(range.highest).0001", "1e99"].map { ($0, "\(range)") }
        default: return []
        }
    }

    private func wrong(_ content: DocumentContent) -> [String] {
        switch content {
        case .text(like: nil): ["[1, 2]", "{a: 1}"]
        case .text(like: .some): ["[1, 2]", "{a: 1}", "\"?\""]
        case .filled: ["[1, 2]", "{a: 1}", "\"\"", "\" \""]
        case .word: ["[1, 2]", "{a: 1}", "nonsense"]
        case .whole: ["many", "[1]", "\"1\"", "1.5", "true"]
        case .decimal: ["many", "[1]", "\"1\"", "true"]
        case .flag: ["yes", "1", "[true]", "\"true\""]
        case .mapping: ["word", "[1]"]
        case .list: ["word", "{a: 1}"]
        case .either: ["nonsense", "[1]"]
        }
    }
}
