import TestKit
import Testing

@testable import DeviceMaps

@Suite("Registers to numbers")
struct ValueCodecTests {
    @Test(
        "each order names where the bytes of 100,000 stand",
        arguments: [
            (WordOrder.abcd, [0x0001, 0x86A0]), (.cdab, [0x86A0, 0x0001]),
            (.badc, [0x0100, 0xA086]), (.dcba, [0xA086, 0x0100]),
        ] as [(WordOrder, [UInt16])])
    func orders(order: WordOrder, words: [UInt16]) {
        #expect(ValueCodec(.int32, order).value(of: words) == 100_000)
        #expect(ValueCodec(.int32, order).words(of: 100_000) == words)
    }

    @Test(
        "the high word is never lost and the sign is kept",
        arguments: [
            (ValueType.int32, [0xFFFF, 0xFFEC], -20), (.uint32, [0xFFFF, 0xFFEC], 4_294_967_276),
            (.int32, [0x8000, 0x0000], -2_147_483_648), (.int32, [0x0001, 0x0000], 65_536),
            (.int16, [0xFFEC], -20), (.uint16, [0xFFEC], 65_516), (.int16, [0x7FFF], 32_767),
        ] as [(ValueType, [UInt16], Int64)])
    func extremes(type: ValueType, words: [UInt16], value: Int64) {
        #expect(ValueCodec(type, .abcd).value(of: words) == value)
        #expect(ValueCodec(type, .abcd).words(of: value) == words)
    }

    @Test("a 16-bit value with swapped bytes")
    func swappedWord() {
        #expect(ValueCodec(.uint16, .badc).value(of: [0x0210]) == 0x1002)
    }

    @Test("what was encoded is decoded, in every type and order")
    func roundTrip() {
        var random = SeededGenerator(seed: 40_001)
        for type in ValueType.allCases {
            for order in WordOrder.allCases {
                for _ in 0..<200 {
                    let value = Int64.random(in: type.range, using: &random)
                    let codec = ValueCodec(type, order)
                    #expect(codec.words(of: value).map { codec.value(of: $0) } == value)
                }
            }
        }
    }

    @Test("a value the type cannot hold has no registers")
    func outside() {
        #expect(ValueCodec(.uint16, .abcd).words(of: -1) == nil)
        #expect(ValueCodec(.int32, .abcd).words(of: 2_147_483_648) == nil)
    }
}
