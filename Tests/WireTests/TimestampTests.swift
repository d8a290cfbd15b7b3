import TestKit
import Testing
import Wire

@Suite("Times in UTC")
struct TimestampTests {
    static let written: [(String, Int64, Int32)] = [
        ("1970-01-01T00:00:00Z", 0, 0), ("0001-01-01T00:00:00Z", -62_135_596_800, 0),
        ("9999-12-31T23:59:59.999999999Z", 253_402_300_799, 999_999_999),
        ("1969-12-31T23:59:59.5Z", -1, 500_000_000), ("2026-11-23T12:00:00Z", 1_795_435_200, 0),
        ("2000-02-29T23:59:59.000000001Z", 951_868_799, 1),
        ("2100-03-01T00:00:00.12Z", 4_107_542_400, 120_000_000),
    ]

    @Test("a time is written and read", arguments: written)
    func bothWays(text: String, seconds: Int64, nanoseconds: Int32) throws {
        let time = try #require(Timestamp(seconds: seconds, nanoseconds: nanoseconds))
        #expect(time.rfc3339 == text)
        #expect(Timestamp(rfc3339: text) == time)
    }

    @Test(
        "an offset and zeros at the end are read, and written in the one form",
        arguments: [
            ("2026-11-23T13:00:00+01:00", "2026-11-23T12:00:00Z"),
            ("2026-11-23T00:30:00.500-11:30", "2026-11-23T12:00:00.5Z"),
            ("2026-11-23T12:00:00.000000000Z", "2026-11-23T12:00:00Z"),
            ("2026-01-01T00:00:00+00:00", "2026-01-01T00:00:00Z"),
        ])
    func otherForms(text: String, written: String) {
        #expect(Timestamp(rfc3339: text)?.rfc3339 == written)
    }

    @Test(
        "what is no time is refused",
        arguments: [
            "", "2026-11-23", "2026-11-23 12:00:00Z", "2026-11-23T12:00:00", "2026-11-23t12:00:00z",
            "2026-02-29T00:00:00Z", "2100-02-29T00:00:00Z", "2026-04-31T00:00:00Z",
            "2026-00-01T00:00:00Z", "2026-13-01T00:00:00Z", "2026-01-00T00:00:00Z",
            "2026-11-23T24:00:00Z", "2026-11-23T12:60:00Z", "2016-12-31T23:59:60Z",
            "2026-11-23T12:00:00.Z", "2026-11-23T12:00:00.1234567890Z", "2026-11-23T12:00:00,5Z",
            "2026-11-23T12:00:00+1:00", "2026-11-23T12:00:00+24:00", "2026-11-23T12:00:00+01:60",
            "2026-11-23T12:00:00Z ", "+2026-11-23T12:00:00Z", "0000-12-31T00:00:00Z",
            "0001-01-01T00:00:00+00:01", "9999-12-31T23:59:59-00:01", "2026-11-2\u{661}T12:00:00Z",
        ])
    func refuses(text: String) {
        #expect(Timestamp(rfc3339: text) == nil)
    }

    @Test("nanoseconds and years outside their range are no time")
    func range() {
        #expect(Timestamp(seconds: 0, nanoseconds: -1) == nil)
        #expect(Timestamp(seconds: 0, nanoseconds: 1_000_000_000) == nil)
        #expect(Timestamp(seconds: -62_135_596_801, nanoseconds: 0) == nil)
        #expect(Timestamp(seconds: 253_402_300_800, nanoseconds: 0) == nil)
    }

    @Test("any time survives being written and read", arguments: UInt64(0)..<300)
    func roundTrip(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let time = try #require(
            Timestamp(
                seconds: .random(in: -62_135_596_800...253_402_300_799, using: &generator),
                nanoseconds: .random(in: 0...999_999_999, using: &generator)))
        #expect(Timestamp(rfc3339: time.rfc3339) == time)
        #expect(try Timestamp(protobuf: time.protobuf) == time)
        let step = Int64.random(in: -(1 << 60)...(1 << 60), using: &generator)
        if let later = time.adding(nanoseconds: step) {
            #expect(later - time == step)
            #expect((later > time) == (step > 0))
        }
    }

    @Test("a difference beyond 292 years is held at the end of the range")
    func saturates() throws {
        let last = try #require(Timestamp(rfc3339: "9999-12-31T23:59:59Z"))
        #expect(last - Timestamp.goZero == .max)
        #expect(Timestamp.goZero - last == .min)
        #expect(Timestamp.goZero.adding(nanoseconds: -1) == nil)
        #expect(last.adding(nanoseconds: 1_000_000_000) == nil)
        #expect(
            Timestamp.epoch.adding(nanoseconds: -1)?.rfc3339 == "1969-12-31T23:59:59.999999999Z")
        #expect(Timestamp.epoch.adding(nanoseconds: .min) != nil)
        #expect(Timestamp.epoch.adding(nanoseconds: .max) != nil)
    }

    static let messages: [(String, String)] = [
        ("0001-01-01T00:00:00Z", "088092b8c398feffffff01"), ("1970-01-01T00:00:00Z", ""),
        ("1970-01-01T00:00:00.000000001Z", "1001"),
        ("1969-12-31T23:59:59.5Z", "08ffffffffffffffffff011080cab5ee01"),
    ]

    @Test("a time is a google.protobuf.Timestamp", arguments: messages)
    func protobuf(text: String, hex: String) throws {
        let time = try #require(Timestamp(rfc3339: text))
        #expect(Hex.encode(time.protobuf) == hex)
        #expect(try Timestamp(protobuf: #require(Hex.decode(hex))) == time)
    }

    @Test("a message that is no time is refused", arguments: ["10ffffffffffffffffff01", "1801"])
    func notTime(hex: String) throws {
        let bytes = try #require(Hex.decode(hex))
        #expect(throws: ProtobufError.self) { try Timestamp(protobuf: bytes) }
    }

    @Test("the shared vectors hold", .enabled(if: Vectors.arePresent))
    func vectors() throws {
        let vectors = try MiscVector.all(of: "timestamp")
        try #require(!vectors.isEmpty)
        for vector in vectors {
            let text = try #require(vector.time)
            let time = try #require(Timestamp(rfc3339: text))
            #expect(time.rfc3339 == vector.time)
            #expect(Hex.encode(time.protobuf) == vector.proto_hex)
        }
    }
}
