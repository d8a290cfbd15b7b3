import DeviceMaps
import Documents
import Foundation
import TestKit
import Testing
import YAML

/// A kind of map and all of its files under `Devices/`.
enum MapKind: String, CaseIterable, Sendable {
    case register = "map"
    case sensor = "sensor_map"
    case frame = "frame_map"
    case payload = "payload_map"

    var shape: DocumentShape {
        switch self {
        case .register: .deviceMap
        case .sensor: .sensorMap
        case .frame: .frameMap
        case .payload: .payloadMap
        }
    }

    /// What the reader says of a document; nil when it takes it.
    func complaint(_ node: DocumentNode) -> DocumentError? {
        do throws(DocumentError) {
            switch self {
            case .register: _ = try DeviceMap(parsing: node, bytes: [])
            case .sensor: _ = try SensorMap(parsing: node, bytes: [])
            case .frame: _ = try FrameMap(parsing: node, bytes: [])
            case .payload: _ = try PayloadMap(parsing: node, bytes: [])
            }
            return nil
        } catch {
            return error
        }
    }

    /// The documents of its shipped maps, and of others that use what those do not.
    func documents() throws -> [DocumentNode] {
        try shipped() + others.map { try YAML.parse([UInt8]($0.utf8), file: "other.yaml") }
    }

    /// What no shipped map has a use for.
    private var others: [String] {
        switch self {
        case .register:
            [
                """
                map: 1
                version: 1
                maker: a
                model: b
                grade: 1
                source: c
                address_base: 0
                register: holding
                byte_order: ABCD
                values: [{ name: w, address: 0, type: int32 }, { name: s, address: 2, type: int16 }]
                weighing: { weight: w, status: s }
                status: { stable: { bit: 0, when: 1 } }
                commands: [{ name: d, steps: [{ until: { value: s, is: 1 } }] }]
                """
            ]
        case .sensor:
            [
                """
                sensor_map: 1
                version: 1
                maker: a
                model: b
                grade: 1
                source: c
                address_base: 0
                byte_order: ABCD
                forbidden: [{ register: holding, from: 9, to: 9, reason: d }]
                values:
                  - { name: f, register: coil, address: 0, length: 2 }
                  - { name: g, register: holding, address: 0, type: int16,
                      invalid: [{ is: 1, fault: sensor, means: h }] }
                identity: [{ value: g, is: 1, means: i }]
                sensors: [{ name: j, value: g, kind: other, unit: k, max_age: 1 }]
                """
            ]
        case .frame:
            [
                """
                frame_map: 1
                version: 1
                maker: a
                model: b
                grade: 1
                source: c
                continuous: { period: 100 }
                line: { baud: 9600, bits: 8, parity: none, stop: 1 }
                framing: { start: ["02"], end: ["03"], lengths: [20] }
                checksum: { kind: crc16, coding: decimal, width: 5, from: 1, to: 8, at: 10 }
                weight: { at: 1, width: 6, sign: inside, decimals: site, quantity: displayed }
                unit: site
                """
            ]
        case .payload:
            [
                """
                payload_map: 1
                version: 1
                maker: a
                model: b
                source: c
                payload: sparkplug-b
                group: g
                node: n
                sensors: [{ name: j, metric: m, edge_device: d, kind: other, unit: k, max_age: 1 }]
                """,
                """
                payload_map: 1
                version: 1
                maker: a
                model: b
                source: c
                payload: senml-json
                topic: a/b
                sensors: [{ name: j, kind: other, unit: k, max_age: 1 }]
                """,
            ]
        }
    }

    private func shipped() throws -> [DocumentNode] {
        let folder = Checkout.root.appendingPathComponent("Devices")
        let files = try #require(FileManager.default.enumerator(atPath: folder.path))
        return try files.compactMap { $0 as? String }.filter { $0.hasSuffix(".yaml") }.sorted()
            .map { path in
                let bytes = [UInt8](try Data(contentsOf: folder.appendingPathComponent(path)))
                return try YAML.parse(bytes, file: path)
            }
            .filter { $0.has(rawValue) }
    }
}

/// A mapping inside a document: its shape, and the document with one more key in it.
struct ShapedMapping {
    let shape: DocumentShape
    let keys: Set<String>
    private let rebuilt: ([DocumentEntry]) -> DocumentNode
    private let entries: [DocumentEntry]

    /// The document with one more entry here, and without the one of a key.
    func changed(adding entry: DocumentEntry?, without key: String?) -> DocumentNode {
        rebuilt(
            entries.filter { $0.key.value != .scalar(key ?? "", plain: true) }
                + [entry].compactMap { $0 })
    }

    /// Every mapping of a document that its shape describes, itself included.
    static func all(
        in node: DocumentNode, _ shape: DocumentShape,
        rebuilt: @escaping (DocumentNode) -> DocumentNode = { $0 }
    ) -> [ShapedMapping] {
        guard case .mapping(let entries) = node.value else { return [] }
        func mapping(_ entries: [DocumentEntry]) -> DocumentNode {
            rebuilt(DocumentNode(place: node.place, value: .mapping(entries)))
        }
        var found = [
            ShapedMapping(
                shape: shape,
                keys: Set(
                    entries.compactMap {
                        if case .scalar(let key, _) = $0.key.value { key } else { nil }
                    }),
                rebuilt: mapping, entries: entries)
        ]
        for (index, entry) in entries.enumerated() {
            guard case .scalar(let key, _) = entry.key.value,
                let content = shape.content(of: key)
            else { continue }
            found += all(in: entry.value, content) { changed in
                var entries = entries
                entries[index] = DocumentEntry(key: entry.key, value: changed)
                return mapping(entries)
            }
        }
        return found
    }

    private static func all(
        in node: DocumentNode, _ content: DocumentContent,
        rebuilt: @escaping (DocumentNode) -> DocumentNode
    ) -> [ShapedMapping] {
        switch (content, node.value) {
        case (.mapping(let shape), _): all(in: node, shape, rebuilt: rebuilt)
        case (.either(let several), _): several.flatMap { all(in: node, $0, rebuilt: rebuilt) }
        case (.list(let inner), .sequence(let nodes)):
            nodes.enumerated().flatMap { index, item in
                all(in: item, inner) { changed in
                    var nodes = nodes
                    nodes[index] = changed
                    return rebuilt(DocumentNode(place: node.place, value: .sequence(nodes)))
                }
            }
        default: []
        }
    }
}

@Suite("What the schemas of maps say, the reader knows")
struct ShapeTests {
    private static let place = DocumentPlace(file: "added", line: 1, column: 1)

    /// What is wrong, without the guess at what was meant.
    private static func finding(_ error: DocumentError) -> Substring {
        error.message.prefix { $0 != ";" }
    }

    private func sample(_ content: DocumentContent) -> DocumentNode.Value {
        switch content {
        case .text: .scalar("x", plain: true)
        case .whole(let range): .scalar("\(max(range.lowerBound, 0))", plain: true)
        case .decimal: .scalar("1", plain: true)
        case .flag: .scalar("true", plain: true)
        case .word(let words): .scalar(words.first ?? "x", plain: true)
        case .mapping: .mapping([])
        case .list: .sequence([])
        case .either(let several): several.first.map(sample) ?? .null
        }
    }

    /// Every shape that a shape leads to, by name and keys.
    private func shapes(_ shape: DocumentShape) -> [String: DocumentShape] {
        var found = [Self.title(shape): shape]
        func visit(_ content: DocumentContent) {
            switch content {
            case .mapping(let inner): found.merge(shapes(inner)) { $1 }
            case .list(let inner): visit(inner)
            case .either(let several): several.forEach(visit)
            default: break
            }
        }
        for key in shape.keys { visit(key.content) }
        return found
    }

    private static func title(_ shape: DocumentShape) -> String {
        "\(shape.name): \(shape.keys.map(\.name).joined(separator: " "))"
    }

    @Test("no key of a schema is a stranger to the reader", arguments: MapKind.allCases)
    func keys(kind: MapKind) throws {
        var unknown = Set(
            shapes(kind.shape).values.flatMap { shape in
                shape.keys.map { "\(Self.title(shape)) -> \($0.name)" }
            })
        for document in try kind.documents() {
            for mapping in ShapedMapping.all(in: document, kind.shape) {
                for key in mapping.shape.keys {
                    let name = "\(Self.title(mapping.shape)) -> \(key.name)"
                    guard unknown.contains(name) else { continue }
                    guard !mapping.keys.contains(key.name) else {
                        unknown.remove(name)
                        continue
                    }
                    let entry = DocumentEntry(
                        key: DocumentNode(
                            place: Self.place, value: .scalar(key.name, plain: true)),
                        value: DocumentNode(place: Self.place, value: sample(key.content)))
                    // Some keys have a meaning only in place of others. A stranger makes no
                    // difference to a document but that it is named as one.
                    let isKnown = ([nil] + mapping.keys.map { $0 }).contains { left in
                        let with = kind.complaint(mapping.changed(adding: entry, without: left))
                        let before = kind.complaint(mapping.changed(adding: nil, without: left))
                        guard let with else { return true }
                        return !with.message.contains("has no key \(key.name)")
                            && Self.finding(with) != before.map(Self.finding)
                    }
                    if isKnown { unknown.remove(name) }
                }
            }
        }
        #expect(unknown.isEmpty, "\(unknown.sorted().joined(separator: "\n"))")
    }
}
