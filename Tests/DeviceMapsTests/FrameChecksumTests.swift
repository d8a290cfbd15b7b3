import Testing

@testable import DeviceMaps

@Suite("Checksums of frames")
struct FrameChecksumTests {
    private func checksum(
        _ kind: FrameChecksum.Kind, _ coding: FrameChecksum.Coding, width: Int
    ) -> FrameChecksum {
        FrameChecksum(
            kind: kind, coding: coding, from: 0, to: -1 - width, at: -width, width: width)
    }

    @Test(
        "the makers' examples carry the checksum that their bytes need",
        arguments: [
            ("01P4F", FrameChecksum.Kind.negatedSum), ("01PS+000123.449", .negatedSum),
            ("01B5D", .negatedSum), ("01G58", .negatedSum), ("01A5E", .negatedSum),
            ("WG004.139kg3D", .xor), ("AB03", .xor), ("AC02", .xor), ("AD05", .xor),
        ])
    func examples(text: String, kind: FrameChecksum.Kind) {
        let sum = checksum(kind, .hex, width: 2)
        #expect(sum.holds(in: Array(text.utf8)))
        #expect(
            !sum.holds(in: Array(text.replacing("1", with: "2").replacing("A", with: "C").utf8)))
    }

    @Test("one sum of bits 1 to 7 is written in three ways, and each is its own")
    func codings() {
        let bytes: [UInt8] = [0x02, 0x0D, 0x3B]
        #expect(checksum(.xor, .byte, width: 1).holds(in: bytes + [0x34]))
        #expect(checksum(.sum, .byte, width: 1).holds(in: bytes + [0x4A]))
        #expect(checksum(.negatedSum, .byte, width: 1).holds(in: bytes + [0xB6]))
        #expect(checksum(.negatedSum7, .byte, width: 1).holds(in: bytes + [0x36]))
        #expect(!checksum(.negatedSum7, .byte, width: 1).holds(in: bytes + [0xB6]))
        #expect(checksum(.sum, .hex, width: 2).holds(in: bytes + Array("4A".utf8)))
        #expect(!checksum(.sum, .hex, width: 2).holds(in: bytes + Array("4:".utf8)))
        #expect(checksum(.sum, .nibbles, width: 2).holds(in: bytes + Array("4:".utf8)))
        let either = checksum(.sum, .hexOrNibbles, width: 2)
        #expect(either.holds(in: bytes + Array("4A".utf8)))
        #expect(either.holds(in: bytes + Array("4:".utf8)))
        #expect(!either.holds(in: bytes + Array("4a".utf8)))
    }

    @Test("a CRC-16 stands right-aligned as a decimal number")
    func crc() {
        let text = "000005.06.1813:12   21   20000       0   20000kg     1   27387"
        let sum = checksum(.crc16, .decimal, width: 8)
        #expect(sum.holds(in: Array(text.utf8)))
        #expect(!sum.holds(in: Array(text.replacing("   27387", with: "27387   ").utf8)))
        #expect(!sum.holds(in: Array(text.replacing("0000kg", with: "0001kg").utf8)))
    }

    @Test("a frame too short for its checksum has none")
    func short() {
        for length in 0..<3 {
            let frame = [UInt8](repeating: 0x30, count: length)
            #expect(!checksum(.xor, .hex, width: 2).holds(in: frame))
        }
    }
}
