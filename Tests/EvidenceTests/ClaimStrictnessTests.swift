import Intake
import Testing
import Wire

@testable import Evidence

@Suite("Claims in another spelling")
struct ClaimStrictnessTests {
    private func isRefused(_ key: Int64, _ value: CBOR) -> Bool {
        let salt = [UInt8](repeating: 3, count: 16)
        do {
            _ = try Claim(Disclosure(salt: salt, value: value, key: key))
            return false
        } catch {
            return true
        }
    }

    /// A map with one key changed; nil leaves the key out.
    private func changed(_ map: CBOR, _ key: Int64, _ value: CBOR?) -> CBOR {
        var pairs = (map.mapValue ?? []).filter { $0.key != .int(key) }
        if let value { pairs.append(CBORPair(.int(key), value)) }
        return .map(pairs)
    }

    @Test("a claim nobody knows is refused", arguments: [0, 19, 23, -20] as [Int64])
    func unknown(key: Int64) {
        #expect(isRefused(key, "value"))
    }

    @Test(
        "a plate has one spelling", arguments: ["b ab 1234", "B", "", "B-AB 1234", "BAB1234567890"])
    func plates(text: String) {
        #expect(!isRefused(22, "BAB1234"))
        #expect(isRefused(22, .text(text)))
        #expect(isRefused(22, .bytes([UInt8](text.utf8))))
    }

    @Test("parties are three names", arguments: [1, 2, 3, 4] as [Int64])
    func parties(key: Int64) {
        let good = Claim.parties(Yard.parties).cbor
        #expect(!isRefused(21, good))
        #expect(isRefused(21, changed(good, key, key == 4 ? "more" : nil)))
        #expect(isRefused(21, changed(good, key, 7)))
    }

    static let evidenceParts: [(Int64, CBOR?)] = [
        (1, nil), (1, .dictionary([1: "bridge"])), (2, .bytes([1])), (3, nil), (4, "boot"),
        (5, 1), (5, nil), (6, .array([])), (6, .array([1])), (6, nil), (7, nil), (8, nil), (9, nil),
        (7, .array([1, 0, 0])), (10, nil), (10, .array([1])), (11, .array([1001, "c", "e"])),
        (11, .array([-1, "c", "e"])), (11, .array([931, "c"])), (12, 0),
    ]

    @Test(
        "evidence with a wrong, a missing or an unknown part is refused", arguments: evidenceParts)
    func evidence(key: Int64, value: CBOR?) throws {
        let good = try Yard.claims()[0].cbor
        #expect(!isRefused(20, good))
        #expect(isRefused(20, changed(good, key, value)))
    }

    static let scaleParts: [(Int64, CBOR?)] = [
        (1, nil), (2, 1), (3, nil), (4, 0), (4, -20_000), (5, 50_000), (6, 0), (7, -1), (8, 1),
    ]

    @Test("a type plate that contradicts itself is refused", arguments: scaleParts)
    func scale(key: Int64, value: CBOR?) throws {
        let good = try Yard.claims()[0].cbor
        let scale = try #require(good[1])
        #expect(isRefused(20, changed(good, 1, changed(scale, key, value))))
    }

    static let passParts: [(Int64, CBOR?)] = [
        (1, nil), (1, .array([24_820, 7, 1, .null])), (1, .array([24_820, 0, 4, 24_820_000])),
        (2, .unsigned(1 << 32)), (2, -1), (3, "0000"), (4, .array([0, 0])),
        (4, .array([0, 1_000_000_000, 1])), (4, .array([0, -1, 1])), (4, .array([0, 0, 3])),
        (5, -1), (6, nil), (7, .array([2000, 0, 1, 21, 0])),
        (7, .array([2000, 0, .bool(true), 21])),
        (7, .array([2000, 0, .bool(true), 21, 2])), (8, .array([0, 0, 20, .bytes([])])),
        (8, .array([0, 100, 0, .bytes([])])), (8, .array([0, 100, 20, .bytes([0x80])])),
        (8, .array([0, 100, 20, .bytes([0x80, 0x00])])),
        (8, .array([0, 100, 20, .bytes([UInt8](repeating: 0, count: 301))])), (9, 1), (9, nil),
        (10, "0"), (11, 0),
    ]

    @Test("a pass with a wrong, a missing or an unknown part is refused", arguments: passParts)
    func pass(key: Int64, value: CBOR?) throws {
        let good = Yard.pass(24_820).cbor
        _ = try Pass(good)
        let wrong = changed(good, key, value)
        #expect(throws: CBORError.self) { try Pass(wrong) }
    }

    static let sensorParts: [[CBOR]] = [
        [], ["portal", 1, 362, -1, "cps", 0], ["portal", 4, 362, -1, "cps", 0, 0],
        ["portal", 1, 362, -1, "cps", 0, 7], ["portal", 1, "362", -1, "cps", 0, 0],
        [.null, 1, 362, -1, "cps", 0, 0], ["portal", 1, 362, -1, "cps", 0, 0, 0],
    ]

    @Test("a sensor's value with a wrong or missing part is refused", arguments: sensorParts)
    func sensor(parts: [CBOR]) throws {
        #expect(try SensorReading(Yard.radiation.cbor) == Yard.radiation)
        #expect(throws: CBORError.self) { try SensorReading(.array(parts)) }
    }

    @Test(
        "a quality keeps its number in what is signed",
        arguments: zip(
            [
                SensorQuality.good, .stale, .missing, .outOfRange, .unsynchronised, .offline,
                .invalid,
            ],
            0...6 as ClosedRange<UInt64>))
    func qualities(quality: SensorQuality, number: UInt64) throws {
        let reading = Yard.radiation.with(quality)
        #expect(reading.cbor.arrayValue?.last == .unsigned(number))
        #expect(try SensorReading(reading.cbor) == reading)
    }
}
