import DeviceMaps
import Documents
import Foundation
import TestKit
import Testing
import YAML

/// A register map of `Devices/` with its golden frames.
struct ShippedMap: Sendable, CustomTestStringConvertible {
    let path: String

    var testDescription: String { path }

    private static let folder = Checkout.root.appendingPathComponent("Devices")

    /// Every register map that is shipped.
    static let all: [ShippedMap] = {
        let files =
            FileManager.default.enumerator(atPath: folder.path)?
            .compactMap { $0 as? String } ?? []
        return files.filter { $0.hasSuffix(".yaml") }.sorted().map { ShippedMap(path: $0) }
            .filter { (try? $0.text().contains("\nmap: 1\n")) == true }
    }()

    func text() throws -> String {
        try String(contentsOf: Self.folder.appendingPathComponent(path), encoding: .utf8)
    }

    func map() throws -> DeviceMap {
        let bytes = [UInt8](try text().utf8)
        return try DeviceMap(parsing: YAML.parse(bytes, file: path), bytes: bytes)
    }

    func frames() throws -> [GoldenFrame] {
        let file = path.replacingOccurrences(of: ".yaml", with: ".replay")
        let text = try String(
            contentsOf: Self.folder.appendingPathComponent(file), encoding: .utf8)
        return try GoldenFrame.frames(in: text, file: file)
    }
}

@Suite("Every register map that is shipped")
struct ShippedMapsTests {
    @Test("the maps of all grade 1 and 2 indicators are there")
    func all() {
        #expect(ShippedMap.all.count >= 15)
    }

    @Test("reads its golden frames as it should", arguments: ShippedMap.all)
    func replay(_ shipped: ShippedMap) throws {
        let map = try shipped.map()
        for frame in try shipped.frames() {
            #expect(map.mismatches(in: frame) == [], "line \(frame.line): \(frame.title)")
        }
    }

    @Test(
        "shows a weight beyond 16 bits, one below zero, one that stands and one that moves",
        arguments: ShippedMap.all)
    func coverage(_ shipped: ShippedMap) throws {
        let expectations = try shipped.frames().flatMap(\.expected)
        func values(_ name: String) -> [String] {
            expectations.filter { $0.name == name }.map(\.value)
        }
        let weights = values("weight").compactMap { Int64($0) }
        #expect(weights.contains { $0 > 65_535 })
        #expect(weights.contains { $0 < 0 })
        #expect(Set(values("stable")) == ["yes", "no"])
    }

    @Test("shows every fault that it knows", arguments: ShippedMap.all)
    func faults(_ shipped: ShippedMap) throws {
        let expected = Set(
            try shipped.frames().flatMap(\.expected).filter { $0.name == "fault" }.map(\.value))
        let named = Set(
            try shipped.text().matches(of: /fault: (\w+)/).map { String($0.output.1) })
        #expect(named.isSubset(of: expected), "\(named.subtracting(expected))")
    }

    @Test("says its grade, its source and what to confirm on site", arguments: ShippedMap.all)
    func header(_ shipped: ShippedMap) throws {
        let map = try shipped.map()
        #expect((1...2).contains(map.grade))
        #expect(!map.source.isEmpty)
        let head = try shipped.text().prefix { $0 != "\n" || true }
        #expect(head.hasPrefix("# "))
        #expect(
            try shipped.text().contains("On site") || shipped.path == "flintec/ft-10.yaml")
    }

    @Test("words the other way round fail the golden frames", arguments: ShippedMap.all)
    func wrongOrder(_ shipped: ShippedMap) throws {
        let text = try shipped.text()
        let order = text.contains("byte_order: ABCD") ? ("ABCD", "CDAB") : ("CDAB", "ABCD")
        let bytes = [UInt8](
            text.replacingOccurrences(
                of: "byte_order: \(order.0)", with: "byte_order: \(order.1)"
            ).utf8)
        let map = try DeviceMap(parsing: YAML.parse(bytes, file: shipped.path), bytes: bytes)
        #expect(try shipped.frames().contains { !map.mismatches(in: $0).isEmpty })
    }
}
