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
                checksum: { kind: crc16_modbus, coding: decimal, width: 5, from: 1, to: 8, at: 10 }
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
                sensors: [{ name: j, record: r, kind: other, unit: k, max_age: 1 }]
                """,
                """
                payload_map: 1
                version: 1
                maker: a
                model: b
                source: c
                topic: a/b
                availability: { topic: a/c, value: /there, online: true, offline: false }
                sensors: [{ name: j, value: /k, kind: other, unit: k, max_age: 1 }]
                """,
                """
                payload_map: 1
                version: 1
                maker: a
                model: b
                source: c
                plates:
                  topic: a/b
                  where: { member: /new, is: true }
                  plate: /plate
                  confidence: /sure
                  scale: one
                  camera: /camera
                  event: /id
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
