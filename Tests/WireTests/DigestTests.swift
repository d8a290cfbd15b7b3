import TestKit
import Testing
import Wire

@Suite("Digests and entry ids")
struct DigestTests {
    @Test("the digest is SHA-256")
    func sha256() {
        #expect(
            Digest.of(Array("abc".utf8)).description
                == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    }

    @Test("a digest has 32 bytes, in the order they were given")
    func bytes() throws {
        let bytes = [UInt8](0..<32)
        let digest = try #require(Digest(bytes))
        #expect(digest.bytes == bytes)
        let reversed = Array(bytes.reversed())
        #expect(Digest(reversed[...])?.bytes == reversed)
        #expect(Digest(AnyCollection(bytes)) == digest)
        #expect(Digest(hex: Hex.encode(bytes, uppercase: true)) == digest)
        #expect(Digest([UInt8](0..<31)) == nil)
        #expect(Digest(hex: "00") == nil)
        #expect(Digest.zero.bytes == [UInt8](repeating: 0, count: 32))
    }

    @Test("digests sort by their bytes", arguments: 0..<32)
    func order(place: Int) throws {
        var bytes = [UInt8](repeating: 7, count: 32)
        let digest = try #require(Digest(bytes))
        bytes[place] = 200
        let greater = try #require(Digest(bytes))
        #expect(digest < greater)
        #expect(!(greater < digest))
    }

    @Test("an entry id carries version, variant and the time it was made")
    func uuid() throws {
        var generator = SeededGenerator(seed: 1)
        let time: Int64 = 1_795_435_200_123
        let id = UUIDv7(milliseconds: time, using: &generator)
        #expect(id.milliseconds == time)
        #expect(id.bytes.count == 16)
        #expect(id.bytes[6] >> 4 == 7)
        #expect(id.bytes[8] >> 6 == 2)
        #expect(UUIDv7(bytes: id.bytes) == id)
        #expect(UUIDv7(urn: id.urn) == id)
        #expect(id < UUIDv7(milliseconds: time + 1, using: &generator))
        #expect(id != UUIDv7(milliseconds: time, using: &generator))
        #expect(UUIDv7(milliseconds: -5, using: &generator).milliseconds == 0)
    }

    @Test("an entry id has one spelling")
    func urn() {
        let urn = "urn:uuid:019ab3c0-0000-7000-8000-000000000001"
        #expect(UUIDv7(urn: urn)?.urn == urn)
        for other in [
            "019ab3c0-0000-7000-8000-000000000001", "urn:uuid:019AB3C0-0000-7000-8000-000000000001",
            "urn:uuid:019ab3c000007000800000000000000001",
            "urn:uuid:019ab3c0-0000-4000-8000-000000000001",
            "urn:uuid:019ab3c0-0000-7000-c000-000000000001", "URN:UUID:", "urn:uuid:",
        ] {
            #expect(UUIDv7(urn: other) == nil)
        }
    }

    @Test("bytes are read from front to back, and never beyond the end")
    func reader() throws {
        var reader = ByteReader([1, 2, 3, 4, 5])
        #expect(try reader.readByte() == 1)
        #expect(try reader.readBigEndian(2) == 0x0203)
        #expect(reader.position == 3)
        #expect(throws: ByteReaderError(offset: 3, wanted: 3, remaining: 2)) {
            try reader.read(3)
        }
        #expect(throws: ByteReaderError.self) { try reader.read(-1) }
        #expect(try reader.readLittleEndian(2) == 0x0504)
        #expect(reader.isAtEnd)
    }
}
