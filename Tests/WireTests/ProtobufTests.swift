import Foundation
import TestKit
import Testing
import Wire

@Suite("Protobuf as CometBFT writes it")
struct ProtobufTests {
    @Test("zero numbers, empty bytes and empty texts are left out")
    func zeros() {
        var writer = ProtobufWriter()
        writer.varint(field: 1, 0)
        writer.int64(field: 2, 0)
        writer.sfixed64(field: 3, 0)
        writer.bytes(field: 4, [])
        writer.string(field: 5, "")
        #expect(writer.bytes.isEmpty)
    }

    @Test("a sub-message is written also when it is empty")
    func emptyMessage() {
        var writer = ProtobufWriter()
        writer.message(field: 2, [])
        #expect(writer.bytes == [0x12, 0])
    }

    @Test("a negative number takes ten bytes, a fixed one eight")
    func negative() {
        var writer = ProtobufWriter()
        writer.int64(field: 1, -1)
        writer.sfixed64(field: 2, 10)
        #expect(Hex.encode(writer.bytes) == "08ffffffffffffffffff01110a00000000000000")
    }

    @Test("a length stands before a delimited message")
    func delimited() throws {
        let message = [UInt8](repeating: 7, count: 300)
        let bytes = ProtobufWriter.delimited(message)
        #expect(bytes.prefix(2) == [0xac, 0x02])
        var reader = ProtobufReader(bytes)
        #expect(try reader.delimited() == message)
        #expect(reader.isAtEnd)
    }

    @Test("every field is read back as it was written", arguments: UInt64(0)..<50)
    func roundTrip(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let number = Int.random(in: 1...536_870_911, using: &generator)
        let value = generator.next() >> UInt64.random(in: 0...63, using: &generator) | 1
        var writer = ProtobufWriter()
        writer.varint(field: number, value)
        writer.int64(field: 2, Int64(bitPattern: value))
        writer.sfixed64(field: 3, Int64(bitPattern: value))
        writer.string(field: 4, "dockerchain")
        var reader = ProtobufReader(writer.bytes)
        let first = try #require(try reader.next())
        #expect(first.number == number)
        #expect(try first.uint64() == value)
        #expect(try #require(try reader.next()).int64() == Int64(bitPattern: value))
        #expect(try #require(try reader.next()).sfixed64() == Int64(bitPattern: value))
        #expect(try #require(try reader.next()).string() == "dockerchain")
        #expect(try reader.next() == nil)
    }

    static let refused: [(String, ProtobufError)] = [
        ("08", .truncated(offset: 0)), ("0880", .truncated(offset: 0)),
        ("0a05aa", .truncated(offset: 0)), ("09aabb", .truncated(offset: 0)),
        ("0affffffffffffffffff01", .truncated(offset: 0)), ("0dff", .truncated(offset: 0)),
        ("088000", .badVarint(offset: 0)), ("0880808080808080808002", .badVarint(offset: 0)),
        ("08ffffffffffffffffffff01", .badVarint(offset: 0)),
        ("00", .badTag(offset: 0, tag: 0)), ("0b", .badTag(offset: 0, tag: 11)),
        ("8080808010", .badTag(offset: 0, tag: 1 << 32)),
    ]

    @Test("a malformed field is refused with its place", arguments: refused)
    func refuses(hex: String, error: ProtobufError) throws {
        var reader = ProtobufReader(try #require(Hex.decode(hex)))
        #expect(throws: error) { try reader.next() }
    }

    @Test("a number that does not fit its field is refused")
    func checked() throws {
        var writer = ProtobufWriter()
        writer.varint(field: 1, 1 << 32)
        writer.bytes(field: 2, [0xff])
        var reader = ProtobufReader(writer.bytes)
        let wide = try #require(try reader.next())
        #expect(throws: ProtobufError.outOfRange(field: 1, value: 1 << 32)) { try wide.int32() }
        #expect(throws: ProtobufError.outOfRange(field: 1, value: 1 << 32)) { try wide.uint32() }
        #expect(throws: ProtobufError.outOfRange(field: 1, value: 1 << 32)) { try wide.bool() }
        #expect(throws: ProtobufError.wrongType(field: 1, expected: "bytes")) { try wide.bytes() }
        let text = try #require(try reader.next())
        #expect(throws: ProtobufError.invalidUTF8(field: 2)) { try text.string() }
        #expect(throws: ProtobufError.wrongType(field: 2, expected: "an integer")) {
            try text.int64()
        }
    }

    @Test("CometBFT's consensus parameters hash as it says", .enabled(if: Vectors.arePresent))
    func consensusHash() throws {
        let vectors = try MiscVector.all(of: "consensus_hash")
        try #require(!vectors.isEmpty)
        for vector in vectors {
            var writer = ProtobufWriter()
            writer.int64(field: 1, try #require(vector.max_bytes.flatMap { Int64($0) }))
            writer.int64(field: 2, try #require(vector.max_gas.flatMap { Int64($0) }))
            #expect(Hex.encode(writer.bytes) == vector.preimage_hex)
            #expect(Digest.of(writer.bytes) == Digest(hex: try #require(vector.hash)))
        }
    }

    @Test("CometBFT's results hash as it says", .enabled(if: Vectors.arePresent))
    func resultsHash() throws {
        let vectors = try MiscVector.all(of: "results_hash")
        try #require(!vectors.isEmpty)
        for vector in vectors {
            let leaves = try #require(vector.results).map { result in
                var writer = ProtobufWriter()
                writer.varint(field: 1, result.code)
                writer.bytes(field: 2, result.data.flatMap { Base64.decode($0) } ?? [])
                writer.int64(field: 5, Int64(result.gas_wanted) ?? -1)
                writer.int64(field: 6, Int64(result.gas_used) ?? -1)
                return writer.bytes
            }
            #expect(leaves.map { Hex.encode($0) } == vector.leaves_hex)
            #expect(MerkleTree.root(of: leaves) == Digest(hex: try #require(vector.hash)))
        }
    }
}

/// One line of `misc.jsonl`, of whichever kind.
struct MiscVector: Decodable {
    struct Result: Decodable {
        let code: UInt64
        let data: String?
        let gas_wanted: String
        let gas_used: String
    }

    let kind: String
    let hash: String?
    let preimage_hex: String?
    let max_bytes: String?
    let max_gas: String?
    let results: [Result]?
    let leaves_hex: [String]?
    let time: String?
    let proto_hex: String?

    static func all(of kind: String) throws -> [MiscVector] {
        struct Kind: Decodable { let kind: String }
        return try Vectors.lines("misc.jsonl").compactMap { line in
            let found = try JSONDecoder().decode(Kind.self, from: line).kind
            return found == kind ? try JSONDecoder().decode(MiscVector.self, from: line) : nil
        }
    }
}
