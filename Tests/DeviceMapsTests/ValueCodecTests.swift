import Testing

@testable import DeviceMaps

@Suite("Registers and values")
struct ValueCodecTests {
    @Test(
        "the four orders of two registers",
        arguments: [
            (WordOrder.abcd, [0x0006, 0x1C10]), (.cdab, [0x1C10, 0x0006]),
            (.badc, [0x0600, 0x101C]), (.dcba, [0x101C, 0x0600]),
        ] as [(WordOrder, [UInt16])])
    func orders(order: WordOrder, words: [UInt16]) {
        let codec = ValueCodec(.int32, order)
        #expect(codec.value(of: words) == .whole(400_400))
        #expect(codec.words(of: 400_400) == words)
    }

    @Test(
        "every type reads its ends",
        arguments: [
            (.int16, [0x8000], -32_768), (.int16, [0x7FFF], 32_767), (.uint16, [0xFFFF], 65_535),
            (.int32, [0x8000, 0], -2_147_483_648), (.uint32, [0xFFFF, 0xFFFF], 4_294_967_295),
            (.int64, [0xFFFF, 0xFFFF, 0xFFFF, 0xFFFF], -1),
            (.uint64, [0x7FFF, 0xFFFF, 0xFFFF, 0xFFFF], .max),
            (.bcd16, [0x9876], 9_876), (.bcd32, [0x1234, 0x5678], 12_345_678),
        ] as [(ValueType, [UInt16], Int64)])
    func ends(type: ValueType, words: [UInt16], number: Int64) {
        #expect(ValueCodec(type, .abcd).value(of: words) == .whole(number))
    }

    @Test("what is no value of its type is senseless, and never a number")
    func senseless() {
        #expect(ValueCodec(.bcd16, .abcd).value(of: [0x98A6]) == .senseless)
        #expect(ValueCodec(.float32, .abcd).value(of: [0x7FC0, 0]) == .senseless)
        #expect(ValueCodec(.float32, .abcd).value(of: [0xFF80, 0]) == .senseless)
        #expect(ValueCodec(.uint64, .abcd).value(of: [0x8000, 0, 0, 0]) == .senseless)
        #expect(ValueCodec(.string, .abcd, wordCount: 1).value(of: [0x0107]) == .senseless)
    }

    @Test("binary numbers, texts and bits")
    func others() {
        #expect(ValueCodec(.float32, .cdab).value(of: [0x6000, 0x44A9]) == .real(1355))
        #expect(
            ValueCodec(.float64, .abcd).value(of: [0x40D8, 0x1A00, 0, 0]) == .real(24_680))
        #expect(
            ValueCodec(.string, .abcd, wordCount: 3).value(of: [0x4654, 0x2D31, 0x3020])
                == .text("FT-10"))
        #expect(
            ValueCodec(.bits, .abcd, wordCount: 8).value(of: [0, 1, 0, 0, 0, 0, 1, 0])
                == .whole(0x42))
    }

    @Test("a number goes into registers and comes back, where the type holds it")
    func roundTrip() {
        for type in ValueType.allCases {
            for order in WordOrder.allCases {
                let codec = ValueCodec(type, order)
                for number: Int64 in [0, 1, -1, 65_535, 65_536, -65_537, 400_400, .min, .max] {
                    guard let words = codec.words(of: number) else { continue }
                    let value = codec.value(of: words)
                    #expect(value == .whole(number) || value == .real(Double(number)))
                }
            }
        }
    }
}
