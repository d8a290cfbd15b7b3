import DeviceMaps
import Documents
import Foundation
import TestKit
import Testing
import YAML

@Suite("Whatever stands in a map's file")
struct MapFuzzTests {
    /// The texts of all shipped maps.
    private func texts() throws -> [(path: String, text: [UInt8])] {
        let folder = Checkout.root.appendingPathComponent("Devices")
        let files = try #require(FileManager.default.enumerator(atPath: folder.path))
        return try files.compactMap { $0 as? String }.filter { $0.hasSuffix(".yaml") }.sorted()
            .map { ($0, [UInt8](try Data(contentsOf: folder.appendingPathComponent($0)))) }
    }

    private static let numbers = [
        "0", "-1", "65535", "65536", "9223372036854775807", "-9223372036854775808", "1e99",
        "0x7FFFFFFFFFFFFFFF", "99999999999999999999", "[]", "{}", "null", "''", "~",
    ]

    /// One damage as an editor, a bad disk or an attacker makes it.
    private func damaged(_ text: [UInt8], _ random: inout SeededGenerator) -> [UInt8] {
        var lines = text.split(separator: 0x0A, omittingEmptySubsequences: false).map(Array.init)
        let line = Int.random(in: 0..<lines.count, using: &random)
        switch Int.random(in: 0..<6, using: &random) {
        case 0: lines.remove(at: line)
        case 1: lines.insert(lines[line], at: Int.random(in: 0..<lines.count, using: &random))
        case 2: lines.swapAt(line, Int.random(in: 0..<lines.count, using: &random))
        case 3:
            if let colon = lines[line].lastIndex(of: 0x3A) {
                let number = Self.numbers.randomElement(using: &random) ?? "0"
                lines[line] = Array(lines[line][...colon]) + Array(" \(number)".utf8)
            }
        case 4:
            var bytes = Array(lines.joined(separator: [0x0A]))
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                bytes[place] = UInt8.random(in: .min ... .max, using: &random)
            }
            return bytes
        default:
            let deep = Int.random(in: 1...60, using: &random)
            lines[line] = Array("x: ".utf8) + Array(repeating: 0x5B, count: deep)
        }
        return Array(lines.joined(separator: [0x0A]))
    }

    private func parse(_ bytes: [UInt8]) throws(DocumentError) {
        let node = try YAML.parse(bytes, file: "map.yaml")
        if node.has("payload_map") {
            _ = try PayloadMap(parsing: node, bytes: bytes)
        } else if node.has("sensor_map") {
            _ = try SensorMap(parsing: node, bytes: bytes)
        } else {
            _ = try ScaleMap(parsing: node, bytes: bytes)
        }
    }

    @Test(
        "a map is read, or refused with its place; nothing else happens",
        arguments: 0..<6 as Range<UInt64>)
    func maps(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var (taken, refused) = (0, 0)
        for (path, text) in try texts() {
            for _ in 0..<25 {
                var bytes = text
                for _ in 0..<Int.random(in: 1...3, using: &random) {
                    bytes = damaged(bytes, &random)
                }
                do throws(DocumentError) {
                    try parse(bytes)
                    taken += 1
                } catch {
                    #expect(error.place.line >= 1, "\(path): \(error)")
                    refused += 1
                }
            }
        }
        // Comments are damaged too, so some stay maps; most do not.
        #expect(taken > 50 && refused > taken)
    }
}
