import Documents
import Foundation
import TestKit
import Testing
import YAML

@testable import DeviceMaps

@Suite("Payload maps that are shipped")
struct ShippedPayloadMapTests {
    /// The maps under `Devices` that speak of payloads, by their paths.
    static let maps: [String] = {
        let folder = Checkout.root.appendingPathComponent("Devices")
        let files = FileManager.default.enumerator(atPath: folder.path)?.compactMap {
            $0 as? String
        }
        return (files ?? []).filter { path in
            // One that cannot be read here cannot be read by its test, which says so.
            path.hasSuffix(".yaml")
                && ((try? text(path))?.contains("\npayload_map:") ?? true)
        }.sorted()
    }()

    static func text(_ path: String) throws -> String {
        let file = Checkout.root.appendingPathComponent("Devices").appendingPathComponent(path)
        return try String(contentsOf: file, encoding: .utf8)
    }

    static func node(_ path: String) throws -> DocumentNode {
        do {
            return try YAML.parse([UInt8](try text(path).utf8), file: path)
        } catch let error as DocumentError {
            throw error
        } catch {
            throw Trouble("\(path): \(error)")
        }
    }

    @Test("the shapes of the field are there")
    func complete() {
        let makers = Set(Self.maps.map { $0.prefix { $0 != "/" } })
        let expected: Set<Substring> = [
            "chirpstack", "frigate", "openalpr", "plate-recognizer", "shelly", "tasmota",
            "the-things-stack", "zigbee2mqtt",
        ]
        #expect(makers.isSuperset(of: expected))
    }

    @Test("a shipped map makes of its example messages what stands beside them", arguments: maps)
    func examples(path: String) throws {
        let map = try PayloadMap(parsing: Self.node(path), bytes: [])
        let file = path.replacing(".yaml", with: ".messages")
        let examples = try PayloadExample.examples(in: Self.text(file), file: file)
        #expect(examples.count > 1)
        for example in examples {
            #expect(map.items(of: example) == example.expected, "\(file):\(example.line)")
        }
    }

    @Test("whatever is written in a map, it is read or refused", arguments: maps)
    func fuzz(path: String) throws {
        let text = [UInt8](try Self.text(path).utf8)
        var random = SeededGenerator(seed: UInt64(text.count))
        for _ in 0..<300 {
            var bytes = text
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let place = bytes.indices.randomElement(using: &random) ?? 0
                bytes[place] = "{}[]\":,/#+-01a ~\n".utf8.randomElement(using: &random) ?? 0
            }
            do throws(DocumentError) {
                _ = try PayloadMap(parsing: YAML.parse(bytes, file: path), bytes: [])
            } catch {
                #expect(error.place.line > 0)
            }
        }
    }

    @Test("Frigate's format needs no file and says the same as its map")
    func frigate() throws {
        let map = try PayloadMap(parsing: Self.node("frigate/lpr.yaml"), bytes: [])
        #expect(map.plates?.format == PlateFormat.frigate)
    }

    @Test(
        "a line of examples that is none is told with its place",
        arguments: ["topic a\narrival now", "= ignored", "topic a\n= ignored", "hex 0", "Topic a"])
    func broken(text: String) {
        #expect(throws: PayloadExampleError.self) {
            try PayloadExample.examples(in: text, file: "a.messages")
        }
    }
}
