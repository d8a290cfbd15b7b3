import TestKit
import Testing
import Wire

@testable import DeviceMaps

@Suite("Payloads of sensors")
struct PayloadCodecTests {
    /// A pack as a pit's sensor sends it: base name, base time, base unit; half precision, a
    /// decimal fraction five seconds earlier, a double.
    static let pack =
        "83a521647069743a22fb41da49b3e8200000236325524800616102f94dc6a3006162062402c482211904d8"
        + "a200616302fb4044a66666666666"
    /// Indefinite lengths, unsorted keys, single precision above a base value of 20.
    static let loose = "9fbf02fa3f3333332414007f6370726f626265ffffff"

    private func value(
        _ codec: PayloadCodec, _ bytes: [UInt8], _ place: ValuePlace
    ) throws -> PayloadValue? {
        try codec.read(bytes).value(at: place, clock: nil)
    }

    private func senml(_ text: String, _ name: String) throws -> PayloadValue? {
        try value(.senmlJSON, [UInt8](text.utf8), .record(name))
    }

    private static func number(_ mantissa: Int64, _ exponent: Int) -> PayloadValue.Content {
        .number(ExactDecimal(mantissa: mantissa, exponent: exponent))
    }

    @Test(
        "a plain payload is a number, with its unit or without, or a word",
        arguments: [
            ("23.40", number(2_340, -2), nil), (" -5\n", number(-5, 0), nil),
            ("23.4 Cel", number(234, -1), "Cel"), ("41%", number(41, 0), "%"),
            ("ON", .word("ON"), nil), ("", .null, nil), ("1.2.3", .word("1.2.3"), nil),
            ("0x10", number(0, 0), "x10"), ("nan", .word("nan"), nil),
        ] as [(String, PayloadValue.Content, String?)])
    func plain(text: String, content: PayloadValue.Content, unit: String?) throws {
        let found = try value(.plain, [UInt8](text.utf8), .whole)
        #expect(found == PayloadValue(content: content, unit: unit, time: nil))
    }

    @Test(
        "a SenML record is resolved with the base fields before it (RFC 8428, 4.6)",
        arguments: [
            ("pit:a", number(231, -1), "%RH", PayloadTime.at(milliseconds: 1_764_151_200_500)),
            ("pit:b", number(1_240, -2), "%RH", .at(milliseconds: 1_764_151_195_500)),
            ("pit:c", number(413, -1), "%RH", .at(milliseconds: 1_764_151_200_500)),
        ] as [(String, PayloadValue.Content, String, PayloadTime)])
    func resolved(
        name: String, content: PayloadValue.Content, unit: String, time: PayloadTime
    ) throws {
        let expected = PayloadValue(content: content, unit: unit, time: time)
        let cbor = try #require(Hex.decode(Self.pack))
        #expect(try value(.senmlCBOR, cbor, .record(name)) == expected)
        let json = """
            [{"bn":"pit:","bt":1.7641512005e+09,"bu":"%RH","n":"a","v":23.1},
             {"n":"b","t":-5,"v":12.40},{"n":"c","v":41.3}]
            """
        #expect(try senml(json, name) == expected)
    }

    @Test("sensors write CBOR that no signature would stand on, and it is read all the same")
    func looseForms() throws {
        let bytes = try #require(Hex.decode(Self.loose))
        #expect(
            try value(.senmlCBOR, bytes, .record("probe"))
                == PayloadValue(content: Self.number(207, -1), unit: nil, time: nil))
    }

    @Test("of a batch the value that was measured last counts")
    func batch() throws {
        let text = """
            [{"bn":"a","v":5,"t":-60},{"v":7},{"v":6,"t":-30}]
            """
        #expect(try senml(text, "a")?.content == Self.number(7, 0))
    }

    @Test("a time below 2 to the 28th is counted from the arrival")
    func relative() throws {
        let found = try senml(#"[{"n":"a","v":1,"t":-1.5}]"#, "a")
        #expect(found?.time == .fromArrival(milliseconds: -1_500))
        #expect(found?.time?.milliseconds(arrival: 10_000) == 8_500)
        #expect(
            try senml(#"[{"n":"a","v":1,"t":268435456}]"#, "a")?.time
                == .at(milliseconds: 268_435_456_000))
    }

    @Test(
        "records that are no measurement, and fields nobody knows, are passed over",
        arguments: [
            #"[{"bn":"x:","bu":"V"},{"n":"a","v":1}]"#, #"[{"n":"x:a","v":1,"hint":2}]"#,
            #"[{"bn":"x:","n":"b","s":12},{"n":"a","v":1,"bver":10}]"#,
        ])
    func passedOver(text: String) throws {
        #expect(try senml(text, "x:a")?.content == Self.number(1, 0))
    }

    @Test(
        "SenML that must not be used is refused",
        arguments: [
            "{}", "[1]", #"[{"v":1}]"#, #"[{"n":"a","v":1,"vb":true}]"#, #"[{"n":"a b","v":1}]"#,
            #"[{"n":"-a","v":1}]"#, #"[{"n":"a","v":1,"alarm_":1}]"#, #"[{"n":"a","v":"1"}]"#,
            #"[{"bver":11,"n":"a","v":1}]"#, #"[{"n":"a","v":1,"t":"now"}]"#, #"[{"n":1,"v":1}]"#,
            #"[{"n":"a","v":1,"u":3}]"#, #"[{"n":"a","v":null}]"#, #"[{"n":"a","v":1e99}]"#,
        ])
    func refused(text: String) {
        #expect(throws: PayloadError.self) { try senml(text, "a") }
    }

    @Test(
        "CBOR that is cut, endless, too deep or no number is refused",
        arguments: [
            "", "9f", "81", "bf", "a1", "8181818181818181818101", "9bffffffffffffffff",
            "bbffffffffffffffff", "5bffffffffffffffff", "81a2006161", "81a200616102f97e00",
            "81a200616102fb7ff0000000000000", "81a2006161021bffffffffffffffff", "ff", "1f", "1c",
            "80ff", "81a3006161006162", "81a200616102c482184100", "81a200617f02",
            "81a2005f61610201", "81a20061ff0201",
        ])
    func brokenCBOR(hex: String) throws {
        let bytes = try #require(Hex.decode(hex))
        #expect(throws: PayloadError.self) { try PayloadCodec.senmlCBOR.read(bytes) }
    }

    @Test("no payload is longer than a sensor's can be")
    func lengths() {
        let long = [UInt8](repeating: 0x31, count: PayloadCodec.longest + 1)
        for codec in PayloadCodec.allCases {
            #expect(throws: PayloadError.self) { try codec.read(long) }
        }
        let records = String(repeating: #"{"n":"a","v":1},"#, count: 1_025).dropLast()
        #expect(throws: PayloadError.self) { try senml("[\(records)]", "a") }
        #expect(throws: PayloadError.self) { try value(.plain, long.dropLast(1), .whole) }
    }

    @Test("whatever bytes come, a codec answers", arguments: 0..<8 as Range<UInt64>)
    func fuzz(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let good = [
            try #require(Hex.decode(Self.pack)), try #require(Hex.decode(Self.loose)),
            [UInt8](#"[{"bn":"pit:","bt":1.7e+09,"n":"a","v":23.1},{"n":"b","t":-5}]"#.utf8),
            [UInt8]("-23.40e3 Cel".utf8),
        ]
        for _ in 0..<1_500 {
            var bytes = good.randomElement(using: &random) ?? []
            for _ in 0..<Int.random(in: 1...6, using: &random) where !bytes.isEmpty {
                let place = bytes.indices.randomElement(using: &random) ?? 0
                switch UInt8.random(in: 0...2, using: &random) {
                case 0: bytes[place] = .random(in: 0...255, using: &random)
                case 1: bytes.insert(.random(in: 0...255, using: &random), at: place)
                default: bytes.remove(at: place)
                }
            }
            for codec in PayloadCodec.allCases {
                // Only that it comes back: what it says of noise is of no interest.
                guard let payload = try? codec.read(bytes) else { continue }
                for place in [ValuePlace.whole, .record("pit:a"), .record("pit:b")] {
                    _ = try? payload.value(at: place, clock: nil)
                }
            }
        }
    }
}
