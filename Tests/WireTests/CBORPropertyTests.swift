import TestKit
import Testing
import Wire

@Suite("CBOR, for any value")
struct CBORPropertyTests {
    @Test("any value survives being written and read", arguments: UInt64(0)..<200)
    func roundTrip(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let item = CBOR.any(depth: 4, using: &generator)
        let bytes = item.encoded()
        #expect(item.encodedCount == bytes.count)
        #expect(try CBOR(decoding: bytes) == item)
    }

    @Test(
        "a flipped byte fails, or reads as what writes exactly those bytes",
        arguments: UInt64(0)..<100)
    func flips(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let bytes = CBOR.any(depth: 2, using: &generator).encoded()
        for place in bytes.indices {
            for mask in [UInt8.random(in: 1...255, using: &generator), 1, 0x20, 0x80] {
                var flipped = bytes
                flipped[place] ^= mask
                if let item = try? CBOR(decoding: flipped) {
                    #expect(item.encoded() == flipped)
                }
            }
        }
    }

    @Test("a value cut short is never read", arguments: UInt64(0)..<100)
    func cuts(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let bytes = CBOR.any(depth: 2, using: &generator).encoded()
        for count in bytes.indices {
            #expect(throws: CBORError.self) { try CBOR(decoding: Array(bytes[..<count])) }
        }
    }
}

extension CBOR {
    /// Some value at most so deep, its maps in order.
    static func any(depth: Int, using generator: inout SeededGenerator) -> CBOR {
        let kind = Int.random(in: 0..<(depth > 0 ? 11 : 8), using: &generator)
        switch kind {
        case 0: return .unsigned(anyArgument(using: &generator))
        case 1: return .negative(anyArgument(using: &generator))
        case 2, 3: return .bytes(anyBytes(using: &generator))
        case 4: return .text(Hex.encode(anyBytes(using: &generator)) + "\u{fc}\u{10151}")
        case 5: return .bool(.random(using: &generator))
        case 6: return .null
        case 7:
            let value = UInt8.random(in: 0...255, using: &generator)
            return .simple((20...31).contains(value) ? 59 : value)
        case 8:
            return .array(
                (0..<Int.random(in: 0...30, using: &generator) / depth).map { _ in
                    any(depth: depth - 1, using: &generator)
                })
        case 9:
            return .tagged(
                anyArgument(using: &generator), any(depth: depth - 1, using: &generator))
        default:
            var pairs: [CBOR: CBOR] = [:]
            for _ in 0..<Int.random(in: 0...12, using: &generator) {
                let key = any(depth: depth - 1, using: &generator)
                pairs[key] = any(depth: depth - 1, using: &generator)
            }
            return .dictionary(pairs.map { ($0.key, $0.value) })
        }
    }

    /// Any width of head is as likely as any other.
    private static func anyArgument(using generator: inout SeededGenerator) -> UInt64 {
        generator.next() >> UInt64.random(in: 0...63, using: &generator)
    }

    private static func anyBytes(using generator: inout SeededGenerator) -> [UInt8] {
        let longest = [0, 8, 23, 24, 40, 300].randomElement(using: &generator) ?? 0
        return (0..<Int.random(in: 0...longest, using: &generator)).map { _ in
            UInt8.random(in: 0...255, using: &generator)
        }
    }
}
