import DeviceMaps
import Documents
import Foundation
import Intake
import TestKit
import Testing
import YAML

@Suite("Sensors with registers")
struct SensorMapTests {
    private static let text = """
        sensor_map: 1
        version: 3
        maker: Example
        model: S1
        grade: 1
        source: a test
        address_base: 0
        register: holding
        byte_order: ABCD
        values:
          - { name: raw, address: 0, type: int16 }
          - { name: state, address: 1, type: uint16 }
          - { name: size, address: 2, type: uint16, sign_from: { of: state, bit: 7, when: 1 } }
        sensors:
          - { name: heat, value: raw, kind: temperature, unit: Cel, scale: 0.1, offset: -40,
              max_age: 60 }
          - { name: level, value: size, kind: other, unit: mm, max_age: 60 }
        """

    private func map(_ text: String = text) throws -> SensorMap {
        let bytes = [UInt8](text.utf8)
        return try SensorMap(parsing: YAML.parse(bytes, file: "s1.yaml"), bytes: bytes)
    }

    private func reading(_ name: String, _ words: [UInt16]) throws -> SensorReading {
        let map = try map()
        let request = try #require(map.plan(reading: map.sensors).requests.first)
        let sensor = try #require(map.sensors.first { $0.name == name })
        return sensor.reading(
            in: [RegisterAnswer(to: request, words: words)],
            wall: WallTime(seconds: 5, nanoseconds: 0, clock: .synchronised))
    }

    @Test("counts become values by scale and offset in exact decimals, never through binary ones")
    func exact() throws {
        // 0.1 has no binary form; 30,001 tenths less 40 is 2960.1 exactly.
        let heat = try reading("heat", [30_001, 0, 0])
        #expect((heat.mantissa, heat.exponent) == (29_601, -1))
        #expect(heat.numberText == "2960.1" && heat.valueText == "2960.1 Cel")
        let cold = try reading("heat", [UInt16(bitPattern: -1), 0, 0])
        #expect(cold.numberText == "-40.1")
    }

    @Test("a size below zero has its sign from a bit of another value")
    func sign() throws {
        #expect(try reading("level", [0, 0x80, 700]).mantissa == -700)
        #expect(try reading("level", [0, 0x00, 700]).mantissa == 700)
    }

    @Test("the pattern of a map reads its golden frames as it should")
    func pattern() throws {
        let folder = Checkout.root.appendingPathComponent("Devices/generic")
        let text = try String(
            contentsOf: folder.appendingPathComponent("probe.yaml"), encoding: .utf8)
        let map = try map(text)
        let replay = try String(
            contentsOf: folder.appendingPathComponent("probe.replay"), encoding: .utf8)
        let frames = try GoldenFrame.frames(in: replay, file: "probe.replay")
        #expect(frames.count == 7)
        for frame in frames { #expect(map.mismatches(in: frame) == [], "line \(frame.line)") }
        #expect(map.grade == 3)
    }

    @Test(
        "what is doubtful in a sensor's map is refused with its place",
        arguments: [
            ("value: raw, kind", "value: row, kind", "not the name of a value"),
            ("kind: temperature", "kind: heat", "one of"),
            ("name: level", "name: heat", "already"),
            ("max_age: 60 }\n  - { name: level", "max_age: 0 }\n  - { name: level", "range"),
            ("offset: -40", "ofset: -40", "did you mean offset"),
            (
                "byte_order: ABCD\n",
                "byte_order: ABCD\nforbidden: [{ from: 0, to: 0, reason: x }]\n",
                "forbidden"
            ),
        ])
    func refused(old: String, new: String, hint: String) throws {
        let text = Self.text.replacingOccurrences(of: old, with: new)
        #expect(text != Self.text)
        let error = try #require(throws: DocumentError.self) { try map(text) }
        #expect("\(error)".contains(hint) && "\(error)".hasPrefix("s1.yaml:"), "\(error)")
    }

    @Test("a block that a device refuses is halved by values until the bad one is alone")
    func bisecting() throws {
        var text = Self.text
        text.replace(
            "sensors:",
            with: (3..<40).map { "  - { name: v\($0), address: \($0), type: uint16 }\n" }.joined()
                + "sensors:")
        text += (3..<40).map {
            "\n  - { name: n\($0), value: v\($0), kind: other, unit: x, max_age: 9 }"
        }.joined()
        let map = try map(text)
        for missing in [0, 2, 3, 17, 39] {
            var plan = try map.plan(reading: map.sensors)
            #expect(plan.requests.count == 1)
            var rounds = 0
            while let bad = plan.requests.first(where: { $0.span.addresses.contains(missing) }) {
                _ = plan.refuse(bad)
                rounds += 1
            }
            // Halving 40 values takes 6 rounds.
            #expect(rounds <= 7)
            let read = Set(plan.requests.flatMap { Array($0.span.addresses) })
            #expect(read == Set(0..<40).subtracting([missing]))
            #expect(plan.refused.count == 1)
        }
    }
}
