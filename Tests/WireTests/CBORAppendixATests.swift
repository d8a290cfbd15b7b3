import Testing
import Wire

/// The examples of RFC 8949, appendix A: those inside our profile, and those it refuses.
@Suite("RFC 8949, appendix A")
struct CBORAppendixATests {
    static let numbers: [(String, CBOR)] = [
        ("00", 0), ("01", 1), ("0a", 10), ("17", 23), ("1818", 24), ("1819", 25), ("1864", 100),
        ("1903e8", 1_000), ("1a000f4240", 1_000_000), ("1b000000e8d4a51000", 1_000_000_000_000),
        ("1bffffffffffffffff", .unsigned(.max)), ("3bffffffffffffffff", .negative(.max)),
        ("c249010000000000000000", .tagged(2, .bytes([1, 0, 0, 0, 0, 0, 0, 0, 0]))),
        ("c349010000000000000000", .tagged(3, .bytes([1, 0, 0, 0, 0, 0, 0, 0, 0]))),
        ("20", -1), ("29", -10), ("3863", -100), ("3903e7", -1_000),
    ]

    static let values: [(String, CBOR)] = [
        ("f4", .bool(false)), ("f5", .bool(true)), ("f6", .null), ("f0", .simple(16)),
        ("f8ff", .simple(255)),
        ("c074323031332d30332d32315432303a30343a30305a", .tagged(0, "2013-03-21T20:04:00Z")),
        ("c11a514b67b0", .tagged(1, 1_363_896_240)),
        ("d74401020304", .tagged(23, .bytes([1, 2, 3, 4]))),
        ("d818456449455446", .tagged(24, .bytes([0x64, 0x49, 0x45, 0x54, 0x46]))),
        (
            "d82076687474703a2f2f7777772e6578616d706c652e636f6d",
            .tagged(32, "http://www.example.com")
        ),
        ("40", .bytes([])), ("4401020304", .bytes([1, 2, 3, 4])), ("60", ""), ("6161", "a"),
        ("6449455446", "IETF"), ("62225c", "\"\\"), ("62c3bc", "\u{fc}"), ("63e6b0b4", "\u{6c34}"),
        ("64f0908591", "\u{10151}"),
    ]

    static let containers: [(String, CBOR)] = [
        ("80", .array([])), ("83010203", .array([1, 2, 3])),
        ("8301820203820405", .array([1, .array([2, 3]), .array([4, 5])])),
        (
            "98190102030405060708090a0b0c0d0e0f101112131415161718181819",
            .array((1...25).map { .int($0) })
        ),
        ("a0", .map([])), ("a201020304", .dictionary([1: 2, 3: 4])),
        ("a26161016162820203", .dictionary(["a": 1, "b": .array([2, 3])])),
        ("826161a161626163", .array(["a", .dictionary(["b": "c"])])),
        (
            "a56161614161626142616361436164614461656145",
            .dictionary(["a": "A", "b": "B", "c": "C", "d": "D", "e": "E"])
        ),
    ]

    @Test(
        "an item inside the profile is written and read", arguments: numbers + values + containers)
    func bothWays(hex: String, item: CBOR) throws {
        #expect(Hex.encode(item.encoded()) == hex)
        #expect(try CBOR(decoding: #require(Hex.decode(hex))) == item)
    }

    @Test(
        "a floating-point number is refused",
        arguments: [
            "f90000", "f98000", "f93c00", "fb3ff199999999999a", "f93e00", "f97bff", "fa47c35000",
            "fa7f7fffff", "fb7e37e43c8800759c", "f90001", "f90400", "f9c400", "fbc010666666666666",
            "f97c00", "f97e00", "f9fc00", "fa7f800000", "fa7fc00000", "faff800000",
            "fb7ff0000000000000", "fb7ff8000000000000", "fbfff0000000000000",
            "c1fb41d452d9e2000000",
        ])
    func floats(hex: String) throws {
        let bytes = try #require(Hex.decode(hex))
        let offset = hex.hasPrefix("c1") ? 1 : 0
        #expect(throws: CBORError(.unsupported("a floating-point number"), offset: offset)) {
            try CBOR(decoding: bytes)
        }
    }

    @Test(
        "an indefinite length is refused",
        arguments: [
            ("5f42010243030405ff", 0), ("7f657374726561646d696e67ff", 0), ("9fff", 0),
            ("9f018202039f0405ffff", 0), ("9f01820203820405ff", 0), ("83018202039f0405ff", 5),
            ("83019f0203ff820405", 2),
            ("9f0102030405060708090a0b0c0d0e0f101112131415161718181819ff", 0),
            ("bf61610161629f0203ffff", 0), ("826161bf61626163ff", 3),
            ("bf6346756ef563416d7421ff", 0),
        ])
    func indefinite(hex: String, offset: Int) throws {
        let bytes = try #require(Hex.decode(hex))
        #expect(throws: CBORError(.unsupported("an indefinite length"), offset: offset)) {
            try CBOR(decoding: bytes)
        }
    }

    @Test("undefined is refused")
    func undefined() {
        #expect(throws: CBORError(.unsupported("undefined"), offset: 0)) {
            try CBOR(decoding: [0xf7])
        }
    }
}
