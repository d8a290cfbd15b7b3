import Testing

@testable import DeviceMaps

@Suite("From the number on the display to the registers")
struct DecodingSearchTests {
    /// Registers 0 to 9 of a device with the weight in registers 4 and 5.
    private func sample(
        _ counts: Int64, shown: String, _ codec: ValueCodec, at address: Int = 4
    ) throws -> DecodingSearch.Sample {
        var words: [UInt16] = [7, 0x1002, 0, 93, 0, 0, 0, 0, 0xFFFF, 12]
        let weight = try #require(codec.words(of: counts))
        words.replaceSubrange(address..<(address + weight.count), with: weight)
        let request = RegisterRequest(recorded: RegisterSpan(.holding, 0...9))
        return DecodingSearch.Sample(
            answers: [RegisterAnswer(to: request, words: words)],
            shown: try #require(ExactDecimal(shown)))
    }

    @Test("three loads, one above 65,535 counts, leave one decoding", arguments: WordOrder.allCases)
    func threeLoads(order: WordOrder) throws {
        let codec = ValueCodec(.int32, order)
        let search = DecodingSearch([
            try sample(123_450, shown: "12345.0", codec), try sample(-400, shown: "-40.0", codec),
            try sample(400_410, shown: "40041.0", codec),
        ])
        #expect(search.isTelling)
        let found = search.ranked()
        #expect(
            found == [
                WeightDecoding(
                    table: .holding, address: 4, type: .int32, order: order, exponent: -1)
            ], "\(found)")
    }

    @Test("one small load fits several decodings, and the search says that it tells little")
    func oneLoad() throws {
        let codec = ValueCodec(.int32, .abcd)
        let search = DecodingSearch([try sample(12_480, shown: "12480", codec)])
        #expect(!search.isTelling)
        let found = search.ranked()
        #expect(found.count > 1)
        #expect(
            found.first
                == WeightDecoding(
                    table: .holding, address: 4, type: .int32, order: .abcd, exponent: 0))
    }

    @Test("a binary number is found by its nearest decimal")
    func binary() throws {
        let codec = ValueCodec(.float32, .cdab)
        let found = DecodingSearch([
            try sample(24_680, shown: "24680", codec), try sample(100_020, shown: "100020", codec),
        ]).ranked()
        #expect(
            found.first
                == WeightDecoding(
                    table: .holding, address: 4, type: .float32, order: .cdab, exponent: 0))
    }

    @Test("what no register shows is found nowhere")
    func nowhere() throws {
        let codec = ValueCodec(.int32, .abcd)
        #expect(DecodingSearch([try sample(12_480, shown: "99999", codec)]).ranked().isEmpty)
        #expect(DecodingSearch([]).ranked().isEmpty)
    }

    @Test("the likely cause of a wrong map is named")
    func causes() throws {
        let map = try FT10.map()
        func causes(_ decoding: WeightDecoding, exponent: Int = 0) -> String {
            decoding.causes(insteadOf: map, exponent: exponent).joined(separator: "; ")
        }
        func decoding(
            _ table: RegisterTable = .holding, _ address: Int = 5, _ type: ValueType = .int32,
            _ order: WordOrder = .abcd, _ exponent: Int = 0
        ) -> WeightDecoding {
            WeightDecoding(
                table: table, address: address, type: type, order: order, exponent: exponent)
        }
        #expect(causes(decoding()) == "")
        #expect(causes(decoding(.input)).contains("register: input"))
        #expect(causes(decoding(.holding, 6)).contains("off by one"))
        #expect(causes(decoding(.holding, 4)).contains("off by one"))
        #expect(causes(decoding(.holding, 5, .int32, .cdab)).contains("CDAB, not ABCD"))
        #expect(causes(decoding(.holding, 5, .float32)).contains("type: float32"))
        #expect(causes(decoding(.holding, 5, .int32, .abcd, -1)).contains("1 decimals, not 0"))
    }
}
