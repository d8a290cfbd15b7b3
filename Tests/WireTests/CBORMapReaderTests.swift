import Testing
import Wire

@Suite("Reading a map with known keys")
struct CBORMapReaderTests {
    private let header = CBOR.dictionary([
        1: 7, 2: -3, 3: .bytes([1, 2]), 4: "north yard", 5: .digest(.zero), 6: .array([1]),
        7: .dictionary([1: 1]), .simple(59): .bool(true),
    ])

    @Test("every value is taken by its key and type")
    func takes() throws {
        var reader = try CBORMapReader(header, of: "header")
        let key: Int64 = 1
        #expect(try reader.uint(key, "format") == 7)
        #expect(try reader.int(2, "offset") == -3)
        #expect(try reader.bytes(3, "salt") == [1, 2])
        #expect(try reader.text(4, "site") == "north yard")
        #expect(try reader.digest(5, "prev") == .zero)
        #expect(try reader.array(6, "claims") == [1])
        #expect(try reader.map(7, "claims") == [CBORPair(1, 1)])
        #expect(try reader.required(.simple(59), "redacted") == .bool(true))
        #expect(try reader.optionalUint(8, "none") == nil)
        #expect(reader.optional("text key") == nil)
        try reader.finish()
    }

    @Test("a key nobody asked for is refused by name")
    func unknown() throws {
        var reader = try CBORMapReader(.dictionary([1: 1, 9: 1]), of: "header")
        #expect(try reader.required(1, "format") == 1)
        #expect(throws: CBORError.unknownKey("9 in the header")) { try reader.finish() }
    }

    @Test("a value that is not there is missing by name")
    func missing() throws {
        var reader = try CBORMapReader(header, of: "header")
        #expect(throws: CBORError.missing("sequence number (key 10) of the header")) {
            try reader.uint(10, "sequence number")
        }
    }

    @Test("a value of another type is refused, also where it may be absent")
    func wrongType() throws {
        var reader = try CBORMapReader(header, of: "header")
        #expect(throws: CBORError.wrongType("prev of the header: a byte string of 32 bytes")) {
            try reader.digest(3, "prev")
        }
        #expect(throws: CBORError.wrongType("site of the header: a text string")) {
            try reader.optionalText(1, "site")
        }
        #expect(throws: CBORError.wrongType("header: a map")) {
            try CBORMapReader(.array([]), of: "header")
        }
    }

    @Test("an error is a sentence with its place")
    func sentences() {
        #expect(
            CBORError(.truncated, offset: 12).description
                == "CBOR at byte 12: the bytes end inside an item; fetch or copy them again")
        #expect(CBORError.missing("net").description == "CBOR: net is missing")
    }
}
