import TestKit
import Testing
import Wire

@Suite("Deterministic CBOR")
struct CBORTests {
    @Test("map keys stand in bytewise order, not length first")
    func mapOrder() throws {
        let map = CBOR.map([CBORPair(-1, 0), CBORPair(24, 0), CBORPair(10, 0)])
        #expect(Hex.encode(map.encoded()) == "a30a001818002000")
        #expect(CBOR.dictionary([-1: 0, 24: 0, 10: 0]) == .dictionary([10: 0, 24: 0, -1: 0]))
        let lengthFirst = try #require(Hex.decode("a30a002000181800"))
        #expect(throws: CBORError(.unsortedKeys, offset: 5)) { try CBOR(decoding: lengthFirst) }
    }

    @Test("keys of every type sort by their encodings")
    func keyOrder() throws {
        let keys: [CBOR] = [
            10, 100, 1_000, -1, -1_000, .bytes([9]), .bytes([1, 2]), "b", "aa", .array([9]),
            .array([1, 2]), .array([1, 3]), .map([CBORPair(1, 2)]), .map([CBORPair(1, 3)]),
            .tagged(1, 9), .tagged(2, 1), .simple(1), .bool(false), .bool(true), .null,
            .simple(59),
        ]
        var generator = SeededGenerator(seed: 8)
        let map = CBOR.map(keys.shuffled(using: &generator).map { CBORPair($0, .null) })
        let decoded = try CBOR(decoding: map.encoded())
        #expect(decoded.mapValue?.map(\.key) == keys)
        #expect(CBOR.dictionary(keys.reversed().map { ($0, .null) }) == decoded)
    }

    static let refused: [(String, CBORError.Reason, Int?)] = [
        ("", .truncated, 0), ("18", .truncated, 0), ("420102ff", .trailingBytes, 3),
        ("4201", .truncated, 0), ("8201", .truncated, 0), ("9bffffffffffffffff", .truncated, 0),
        ("bb7fffffffffffffff", .truncated, 0), ("5bffffffffffffffff", .truncated, 0),
        ("a101", .truncated, 0), ("1817", .notShortest, 0), ("1900ff", .notShortest, 0),
        ("1a0000ffff", .notShortest, 0), ("1b00000000ffffffff", .notShortest, 0),
        ("5801aa", .notShortest, 0), ("f818", .notShortest, 0), ("f81f", .notShortest, 0),
        ("a2020101ff", .unsortedKeys, 3), ("a201010102", .duplicateKey, 3),
        ("61ff", .invalidUTF8, 0), ("62c080", .invalidUTF8, 0), ("63eda080", .invalidUTF8, 0),
        ("1c", .unsupported("a reserved length"), 0), ("0000", .trailingBytes, 1),
    ]

    @Test("what is not deterministic is refused at its byte", arguments: refused)
    func refuses(hex: String, reason: CBORError.Reason, offset: Int?) throws {
        let bytes = try #require(Hex.decode(hex))
        #expect(throws: CBORError(reason, offset: offset)) { try CBOR(decoding: bytes) }
    }

    @Test("sixteen levels are read, seventeen are refused")
    func depth() throws {
        let deepest = [UInt8](repeating: 0x81, count: 16) + [0]
        #expect(try CBOR(decoding: deepest).encoded() == deepest)
        #expect(throws: CBORError(.tooDeep(limit: 16), offset: 16)) {
            try CBOR(decoding: [0x81] + deepest)
        }
        #expect(throws: CBORError(.tooDeep(limit: 16), offset: 16)) {
            try CBOR(decoding: [UInt8](repeating: 0xc1, count: 100_000))
        }
    }

    @Test("more bytes or items than the limit are refused")
    func size() throws {
        let limits = CBORLimits(maximumBytes: 8, maximumItems: 4)
        #expect(throws: CBORError(.tooLarge(limit: 8))) {
            try CBOR(decoding: [UInt8](repeating: 0, count: 9), limits: limits)
        }
        #expect(throws: CBORError(.tooLarge(limit: 4), offset: 4)) {
            try CBOR(decoding: [0x84, 0, 0, 0, 0], limits: limits)
        }
        #expect(try CBOR(decoding: [0x83, 0, 0, 0], limits: limits) == .array([0, 0, 0]))
    }

    @Test("texts that look alike but encode differently are different keys")
    func lookalikes() throws {
        let (composed, decomposed): (CBOR, CBOR) = ("\u{e9}", "e\u{301}")
        #expect(composed != decomposed)
        let map = CBOR.dictionary([composed: 1, decomposed: 2])
        #expect(map[composed] == 1)
        #expect(map[decomposed] == 2)
        #expect(try CBOR(decoding: map.encoded()) == map)
    }

    @Test("a value is seen only as what it is")
    func views() {
        #expect(CBOR.unsigned(.max).uint == .max)
        #expect(CBOR.unsigned(.max).int == nil)
        #expect(CBOR.negative(UInt64(Int64.max)).int == .min)
        #expect(CBOR.negative(UInt64(Int64.max) + 1).int == nil)
        #expect(CBOR.int(.min) == .negative(UInt64(Int64.max)))
        #expect(CBOR.int(-1).uint == nil)
        #expect(CBOR.digest(.zero).digest == .zero)
        #expect(CBOR.bytes([1]).digest == nil)
        #expect(CBOR.text("a").bytesValue == nil)
        #expect(CBOR.bool(true).boolValue == true)
        #expect(CBOR.null.isNull)
        #expect(CBOR.array([1])[1] == nil)
    }

    @Test("the count of the encoding is known before it is made")
    func count() {
        let item = CBOR.dictionary([
            1: .tagged(300, .bytes([UInt8](repeating: 7, count: 300))), "k": .array([-70_000]),
        ])
        #expect(item.encodedCount == item.encoded().count)
    }

    @Test("a key twice is a fault of the program and stops it")
    func duplicateStops() async {
        await #expect(processExitsWith: .failure) {
            _ = CBOR.map([CBORPair(1, 1), CBORPair(1, 2)]).encoded()
        }
    }

    @Test("a reserved simple value is a fault of the program and stops it")
    func reservedSimpleStops() async {
        await #expect(processExitsWith: .failure) { _ = CBOR.simple(24).encoded() }
    }
}
