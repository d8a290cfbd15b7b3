import Documents
import Intake
import Testing
import YAML

@testable import DeviceMaps

/// A map of our own with whatever a test needs in it.
private func map(
    _ more: String = "", values: String = "", weighing: String = "", status: String = ""
) throws -> DeviceMap {
    let text = """
        map: 1
        version: 3
        maker: Example
        model: E1
        grade: 1
        source: "its manual"
        register: holding
        address_base: 0
        byte_order: ABCD
        limits: { max_registers: 20, max_gap: 4 }
        values:
          - { name: weight, address: 0, type: \(values.isEmpty ? "int32" : values) }
          - { name: status, address: 2, type: uint16 }
          - { name: more, address: 3, type: uint16 }
        weighing:
          weight: weight
          status: status
        \(weighing)
        status:
          stable: { bit: 0, when: 1 }
          net: { bit: 1, when: 1 }
        \(status)
        \(more)

        """
    let bytes = [UInt8](text.utf8)
    return try DeviceMap(parsing: YAML.parse(bytes, file: "e1.yaml"), bytes: bytes)
}

private func reading(
    _ map: DeviceMap, _ words: [UInt16], exponent: Int? = nil, unit: MassUnit? = .kilogram
) throws -> ScaleReading {
    let request = try #require(map.weighing.requests.first)
    return try map.reading(
        from: [RegisterAnswer(to: request, words: words)],
        settings: ScaleSettings(exponent: exponent, unit: unit),
        wall: WallTime(seconds: 1, nanoseconds: 0, clock: .synchronised),
        monotonic: MonotonicTime(nanoseconds: 1))
}

@Suite("What a map says beyond plain registers")
struct DeviceMapRulesTests {
    @Test("the decimal point comes from the device, and a site that says another is refused")
    func decimals() throws {
        let map = try map("decimals: { of: more, bits: 0..2, codes: [{ code: 1, decimals: 1 }] }")
        let words: [UInt16] = [0, 246, 1, 1]
        #expect(try reading(map, words).shown.exponent == -1)
        #expect(try reading(map, words, exponent: -1).shown.exponent == -1)
        let error = #expect(throws: DeviceMapError.self) { try reading(map, words, exponent: 0) }
        #expect(error?.code == .contradiction)
        let silent = #expect(throws: DeviceMapError.self) { try reading(map, [0, 246, 1, 5]) }
        #expect(silent?.code == .contradiction)
    }

    @Test("the unit comes from the device, and a load in another unit is never taken for kilograms")
    func unit() throws {
        let map = try map(
            "unit: { of: more, bits: 0..0, codes: [{ code: 0, unit: kg }, { code: 1, unit: lb }] }")
        #expect(try reading(map, [0, 246, 1, 1], exponent: 0, unit: nil).shown.unit == .pound)
        let error = #expect(throws: DeviceMapError.self) {
            try reading(map, [0, 246, 1, 1], exponent: 0)
        }
        #expect(error?.code == .contradiction)
    }

    @Test("where nobody says where the point stands there is no reading")
    func nobodySays() throws {
        let map = try map()
        #expect(throws: DeviceMapError.self) { try reading(map, [0, 246, 1, 0]) }
    }

    @Test("a displayed weight is a gross only while nobody has tared")
    func displayed() throws {
        let map = try map(weighing: "  basis: displayed")
        #expect(try reading(map, [0, 246, 1], exponent: 0).shown.digits == 246)
        let error = #expect(throws: DeviceMapError.self) {
            try reading(map, [0, 246, 3], exponent: 0)
        }
        #expect(error?.code == .tared)
    }

    @Test(
        "a binary number is a weight when it is the one next to a decimal of the display",
        arguments: [
            (Float(24_680), 0, 24_680), (24_680.5, -1, 246_805), (-40, 0, -40), (0.1, -1, 1),
            (60_000.02, -2, 6_000_002), (24_680, 1, 2_468),
        ] as [(Float, Int, Int64)])
    func rounded(weight: Float, exponent: Int, digits: Int64) throws {
        let map = try map(values: "float32")
        let bits = weight.bitPattern
        let words = [UInt16(bits >> 16), UInt16(bits & 0xFFFF), 1]
        #expect(try reading(map, words, exponent: exponent).shown.digits == digits)
    }

    @Test(
        "a binary number between two decimals, a NaN and an infinity are no weight",
        arguments: [24_680.25, .nan, .infinity, 1e30] as [Float])
    func unrounded(weight: Float) throws {
        let map = try map(values: "float32")
        let words = [UInt16(weight.bitPattern >> 16), UInt16(weight.bitPattern & 0xFFFF), 1]
        #expect(throws: DeviceMapError.self) { try reading(map, words, exponent: 0) }
    }

    @Test("a fault of the device is told whatever stands in the place of its weight")
    func faultFirst() throws {
        let map = try map(
            values: "float32",
            status: "  faults: [{ bit: 7, when: 1, fault: sensor, means: broken }]")
        let reading = try reading(map, [0x7FC0, 0, 0x80], exponent: 0)
        #expect(reading.status.fault == .sensor)
        #expect(!reading.status.isStable)
    }

    @Test("bits that flip together must agree, and several that must hold must all hold")
    func agreement() throws {
        let map = try map(
            status: """
                  valid: [{ bit: 4, when: 1 }, { of: more, bit: 4, when: 0 }]
                  alike: [{ bit: 5, when: 1 }, { of: more, bit: 5, when: 1 }]
                """)
        #expect(try reading(map, [0, 9, 0x11, 0], exponent: 0).status.fault == nil)
        #expect(try reading(map, [0, 9, 0x11, 0x10], exponent: 0).status.fault == .system)
        #expect(try reading(map, [0, 9, 0x31, 0x20], exponent: 0).status.fault == nil)
        let error = #expect(throws: DeviceMapError.self) {
            try reading(map, [0, 9, 0x31, 0], exponent: 0)
        }
        #expect(error?.code == .torn)
    }

    @Test("whatever status, point and unit are taken from is read with the weight")
    func companions() throws {
        #expect(try map().weighing.requests.map(\.count) == [3])
        let asked = try map(status: "  busy: { of: more, bit: 0, when: 1 }")
        #expect(asked.weighing.requests.map(\.count) == [4])
        #expect(
            try map("heartbeat: { value: more, stale_after: 500 }").weighing.requests
                .map(\.count) == [4])
    }

    @Test("a heartbeat that stands still longer than the map allows is told")
    func heartbeat() {
        func at(_ milliseconds: UInt64) -> MonotonicTime {
            MonotonicTime(nanoseconds: milliseconds * 1_000_000)
        }
        var watch = HeartbeatWatch(Heartbeat(value: "beat", staleAfter: 1_000))
        #expect(watch.stalled(.whole(7), at: at(0)) == nil)
        #expect(watch.stalled(.whole(7), at: at(999)) == nil)
        #expect(watch.stalled(.whole(7), at: at(1_000)) == 1_000)
        #expect(watch.stalled(.whole(8), at: at(1_100)) == nil)
        #expect(watch.stalled(.whole(8), at: at(2_000)) == nil)
    }

    @Test(
        "a mistake is told with its place and what was meant",
        arguments: [
            ("decimals: 9", "-6 to 6"), ("decimals: { bits: 0..2 }", "codes"),
            ("decimals: { one_hot: [{ bit: 16, decimals: 1 }] }", "0 to 15"),
            ("unit: ounces", "kg"),
            ("unit: { bits: 0..0, codes: [{ code: 2, unit: kg }] }", "0 to 1"),
            ("heartbeat: { value: beat, stale_after: 500 }", "not the name of a value"),
            ("identity: [{ value: more, is: 3 }]", "means"),
            ("identity: [{ valu: more, is: 3, means: x }]", "value"),
        ])
    func complaints(more: String, hint: String) throws {
        let error = try #require(throws: DocumentError.self) { try map(more) }
        #expect(error.message.contains(hint), "\(error)")
        #expect(error.place.line > 10)
    }
}
