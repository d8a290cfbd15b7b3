import Crypto
import DeviceMaps
import Documents
import Intake
import Testing

@Suite("Frame maps")
struct FrameMapTests {
    private let toledo = "mettler-toledo/continuous"

    @Test(
        "a mistake in a map is told with its place and what was probably meant",
        arguments: [
            ("frame_map: 1", "frame_map: 2", "frame_map"),
            ("maker: Mettler Toledo", "makr: Mettler Toledo", "maker"),
            ("period: 140", "period: 0", "period"),
            (
                "continuous: {", "poll: { family: sma, command: W, period: 200 }\ncontinuous: {",
                "either"
            ),
            ("baud: 9600", "baud: 9000", "9600"), ("bits: 8,", "bits: 9,", "bits"),
            ("parity: none", "parity: noone", "did you mean none?"),
            ("start: [\"02\"]", "start: [\"2\"]", "two hex digits"),
            ("  start: [\"02\"]\n  end: [\"0D\"]\n", "", "a start or an end"),
            ("lengths: [18]", "lengths: [180]", "range"),
            ("lengths: [18]", "lengths: []", "must have one"),
            ("lengths: [18]", "lengths: [2]", "room"), ("mask: 0x7F", "mask: 0x80", "mask"),
            ("kind: negated_sum_7", "kind: negated_sum7", "negated_sum_7"),
            ("coding: byte", "coding: decimal", "CRC-16"),
            ("to: -2, at", "to: 18, at", "range"),
            ("from: 0, to: -2", "from: 17, to: -2", "within"),
            ("sign: { at: 2,", "sign: { at: 18,", "range"),
            ("  at: 4\n", "  at: 13\n", "beyond"),
            ("exponents: [2, 1,", "exponents: [1,", "3 bits have 8"),
            ("quantity: flagged", "quantity: displayed", "flagged"),
            ("quantity: flagged", "quantity: gross", "poll"),
            ("  quantity: flagged", "  quantity: flagged\n  dummy_zeroes: literal", "no key"),
            ("set: moving", "set: movin", "moving"), (", set: overload", "", "says something"),
            ("bits: 0..2, is: 1", "bits: 0-2, is: 1", "0..2"), ("unit: lb,", "unit: st,", "lb"),
        ])
    func complaints(old: String, new: String, hint: String) throws {
        let error = try #require(throws: DocumentError.self) {
            try FrameMaps.map(toledo, replacing: old, with: new)
        }
        #expect(error.message.contains(hint), "\(error)")
        #expect(error.place.file == "mettler-toledo/continuous.yaml")
        #expect(error.place.line >= 1 && error.place.column >= 1)
    }

    @Test(
        "a mistake in the words of a status is told",
        arguments: [
            ("ST: stable", "STB: stable", "2 printable"), ("US: moving", "ST: moving", "twice"),
            ("US: moving", "US: rolling", "meaning"), ("width: 2, means", "width: 3, means", "3"),
            ("says: overload", "says: much", "says"), ("blank: true", "blank: false", "blank"),
            ("text: \",\"", "text: \"\"", "printable"),
            ("NT: net", "NT: gross", "no status says net"),
            ("sign: inside", "sign: outside", "one of inside"),
            ("decimals: in_digits", "decimals: 2", "in_digits"), ("kg: kg", "kg: kilo", "unit"),
        ])
    func words(old: String, new: String, hint: String) throws {
        let error = try #require(throws: DocumentError.self) {
            try FrameMaps.map("a-and-d/standard", replacing: old, with: new)
        }
        #expect(error.message.contains(hint), "\(error)")
    }

    @Test("the digest is that of the file's bytes")
    func digest() throws {
        let bytes = [UInt8](try FrameMaps.text(toledo + ".yaml").utf8)
        #expect(try FrameMaps.map(toledo).digest == [UInt8](SHA256.hash(data: bytes)))
    }

    @Test(
        "a map knows what its format protects; only checksum and stability together bear evidence",
        arguments: [
            ("mettler-toledo/continuous", true, true, true, true),
            ("mettler-toledo/continuous-plain", false, true, true, true),
            ("flintec/bsi", true, true, true, false),
            ("yaohua/xk3190-tf0", true, false, false, false),
            ("yaohua/xk3190-a12e", true, false, true, true),
            ("a-and-d/standard", false, true, true, true),
        ])
    func protections(name: String, sum: Bool, stable: Bool, gross: Bool, unit: Bool) throws {
        let protections = try FrameMaps.map(name).protections
        #expect(
            protections
                == ScaleProtections(
                    checksum: sum, stability: stable, grossNetFlag: gross, unit: unit))
    }

    @Test("a reading carries the weight as shown, the status and the bytes it came from")
    func reading() throws {
        let frame: [UInt8] = [
            0x02, 0x2B, 0x30, 0x20, 0x30, 0x30, 0x34, 0x33, 0x36, 0x33, 0x30, 0x30, 0x30, 0x30,
            0x30, 0x30, 0x0D, 0x26,
        ]
        let reading = try FrameMaps.reading(frame, with: FrameMaps.map(toledo))
        #expect(reading.shown == ShownWeight(digits: 4_363, exponent: -1, unit: .kilogram))
        #expect(reading.status == ScaleStatus(isStable: true))
        #expect(reading.statusWord == 0x30)
        #expect(reading.registers == frame)
        #expect(reading.monotonic == MonotonicTime(nanoseconds: 77))
        #expect(reading.wall.seconds == 1_000)
    }

    @Test("bytes are kept as they came, parity included")
    func parity() throws {
        let streams = try FrameMaps.streams(toledo)
        let stream = try #require(streams.first { $0.title.contains("parity") })
        let bytes = stream.pieces.flatMap { $0 }
        #expect(try FrameMaps.reading(bytes, with: FrameMaps.map(toledo)).registers == bytes)
    }

    @Test("unit and point come from the site where the frame has none")
    func site() throws {
        let map = try FrameMaps.map("yaohua/xk3190-tf0")
        let frame = try #require(try FrameMaps.frames("yaohua/xk3190-tf0").first)
        let settings = ScaleSettings(exponent: -2, unit: .tonne)
        let reading = try FrameMaps.reading(frame, with: map, settings: settings)
        #expect(reading.shown == ShownWeight(digits: 24_680, exponent: 0, unit: .tonne))
        let pointless = try FrameMaps.map(
            "yaohua/xk3190-tf0", replacing: "{ at: 8, most: 4 }", with: "site")
        #expect(
            try FrameMaps.reading(frame, with: pointless, settings: settings).shown
                == ShownWeight(digits: 24_680, exponent: -2, unit: .tonne))
    }

    @Test(
        "a bridge of 20 kg is read only after somebody compared digits and display",
        arguments: [("multiply", 1, "24680 kg"), ("literal", 0, "2468 kg")])
    func dummyZeros(choice: String, exponent: Int, shown: String) throws {
        let frames = try FrameMaps.frames(toledo)
        let frame = try #require(frames.first { $0.starts(with: [0x02, 0x31]) })
        let error = try #require(throws: FrameError.self) {
            try FrameMaps.reading(frame, with: FrameMaps.map(toledo))
        }
        #expect(error.code == .dummyZeros)
        let chosen = try FrameMaps.map(
            toledo, replacing: "  tare:", with: "    dummy_zeros: \(choice)\n  tare:")
        let weight = try FrameMaps.reading(frame, with: chosen).shown
        #expect(weight.exponent == exponent)
        #expect(weight.description == shown)
    }

    @Test("digits that come last first are turned round")
    func reversed() throws {
        let map = try FrameMaps.map(
            "yaohua/xk3190-tf0", replacing: "  width: 6\n", with: "  width: 6\n  reversed: true\n")
        let frame = try #require(try FrameMaps.frames("yaohua/xk3190-tf0").first)
        #expect(try FrameMaps.reading(frame, with: map).shown.digits == 86_420)
    }

    @Test(
        "a text in a field is a state that the map names, or no weight at all",
        arguments: [
            ("      ", nil), ("    OL", "overload"), ("LO    ", "underload"), ("------", nil),
            ("<<<<<<", "overload"), (" <<<  ", "overload"), ("Err  1", nil), ("12 345", nil),
            ("12345 ", nil), ("+12345", nil), ("1234.5", nil), ("\u{7F}12345", nil),
        ] as [(String, String?)])
    func states(text: String, fault: String?) throws {
        let sentinels = """
              quantity: displayed
              not_a_number:
                - { text: OL, says: overload }
                - { text: LO, says: underload }
                - { only: "<", says: overload }
            """
        let map = try FrameMaps.map(
            "yaohua/xk3190-tf0", replacing: "  quantity: displayed", with: sentinels)
        let frame = [0x02, 0x2B] + Array(text.utf8) + Array("000".utf8) + [0x03]
        guard let fault else {
            let error = #expect(throws: FrameError.self) { try FrameMaps.reading(frame, with: map) }
            #expect(error?.code == .number)
            return
        }
        let reading = try FrameMaps.reading(frame, with: map)
        #expect(reading.status.fault?.rawValue == fault)
        #expect(!reading.status.isStable)
    }
}
