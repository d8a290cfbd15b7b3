import Crypto
import Documents
import Intake
import Testing

@testable import DeviceMaps

@Suite("Device maps")
struct DeviceMapTests {
    @Test("the FT-10's weight, status and evidence come in one request")
    func oneRequest() throws {
        let map = try FT10.map()
        #expect(map.title == "Flintec FT-10")
        #expect(map.weight.name == "gross")
        #expect(map.weighing.requests.map(\.span) == [RegisterSpan(.holding, 0...7)])
    }

    @Test("the FT-10's calibration registers cannot be asked for")
    func calibration() throws {
        let map = try FT10.map()
        #expect(map.forbidden == [RegisterSpan(.holding, 9...32)])
        for address in 8...32 {
            let reaching = DeviceMap.Value(
                name: "span", span: RegisterSpan(.holding, address...(address + 1)),
                codec: ValueCodec(.int32, .abcd))
            #expect(throws: RegisterPlanError.forbidden(reaching.span)) {
                try map.plan(reading: [reaching])
            }
        }
        #expect(throws: DocumentError.self) {
            try FT10.map(replacing: "address: 40008", with: "address: 40030")
        }
    }

    @Test("the digest is that of the file's bytes")
    func digest() throws {
        #expect(try FT10.map().digest == [UInt8](SHA256.hash(data: FT10.bytes)))
    }

    @Test(
        "a mistake in a map is told with its place and what was probably meant",
        arguments: [
            ("maker: Flintec", "makr: Flintec", "maker"),
            ("  stable: {", "  stabel: {", "stable"),
            ("address_base: modicon", "address_base: 2", "modicon"),
            ("byte_order: ABCD", "byte_order: ABDC", "ABCD"),
            ("address: 40006", "address: 30006", "did you mean \"register: input\"?"),
            ("address: 40006", "address: 6", "is address_base right?"),
            ("weight: gross", "weight: grosss", "not the name of a value"),
            ("max_registers: 8", "max_registers: 7", "2 requests"),
            ("bit: 2,", "bit: 16,", "bit"),
            ("bits: 13..15", "bits: 13-15", "13..15"),
            ("code: 7,", "code: 8,", "code"),
            ("code: 6,", "code: 5,", "twice"),
            ("name: tare", "name: status", "already"),
            ("grade: 1", "grade: 1\nscale: 10", "scale"),
            ("version: 1", "verson: 1", "version"),
            ("    reason: ", "    because: ", "reason"),
        ])
    func complaints(old: String, new: String, hint: String) throws {
        let error = try #require(throws: DocumentError.self) {
            try FT10.map(replacing: old, with: new)
        }
        #expect(error.message.contains(hint), "\(error)")
        #expect(error.place.file == "ft-10.yaml")
        #expect(error.place.line >= 1 && error.place.column >= 1)
    }

    @Test("a misspelt key is named in its own line and column")
    func place() throws {
        let error = try #require(throws: DocumentError.self) {
            try FT10.map(replacing: "  max_gap: 0", with: "  max_gaps: 0")
        }
        #expect(error.description.hasPrefix("ft-10.yaml:21:3: "))
        #expect(error.message.contains("max_gap"))
    }

    @Test("byte_order on a 16-bit value is refused")
    func orderOfOneWord() {
        #expect(throws: DocumentError.self) {
            try FT10.map(
                replacing: "type: uint16 }", with: "type: uint16, byte_order: CDAB }")
        }
    }

    private func reading(_ words: [UInt16], exponent: Int = 0) throws -> ScaleReading {
        let map = try FT10.map()
        return try map.reading(
            from: map.weighing.requests.map { RegisterAnswer(to: $0, words: words) },
            settings: ScaleSettings(exponent: exponent, unit: .kilogram),
            wall: WallTime(seconds: 1_000, nanoseconds: 5, clock: .synchronised),
            monotonic: MonotonicTime(nanoseconds: 77))
    }

    @Test("a reading carries the weight as shown, the status and the bytes it came from")
    func reading() throws {
        let words: [UInt16] = [0x0006, 0x1C10, 2, 0, 0, 0x0006, 0x1C10, 2]
        let reading = try reading(words, exponent: -1)
        #expect(reading.shown == ShownWeight(digits: 400_400, exponent: -1, unit: .kilogram))
        #expect(reading.shown.mass == .kilograms(40_040))
        #expect(reading.statusWord == 2)
        #expect(reading.status.isStable)
        #expect(reading.registers.count == 16)
        #expect(reading.registers.prefix(4) == [0x00, 0x06, 0x1C, 0x10])
        #expect(reading.monotonic == MonotonicTime(nanoseconds: 77))
        #expect(reading.wall.seconds == 1_000)
    }

    @Test("a tared indicator does not turn gross into net")
    func tared() throws {
        let reading = try reading([0, 15_380, 0x000A, 0, 9_480, 0, 24_860, 0x000A])
        #expect(reading.shown.digits == 24_860)
        #expect(reading.status.isNet)
    }

    @Test("an answer of another length, or none, is no reading")
    func incomplete() throws {
        #expect(throws: DeviceMapError.self) { try reading([0, 1, 2]) }
        let map = try FT10.map()
        #expect(throws: DeviceMapError.self) {
            try map.reading(
                from: [], settings: ScaleSettings(exponent: 0, unit: .kilogram),
                wall: WallTime(seconds: 0, nanoseconds: 0, clock: .unset),
                monotonic: MonotonicTime(nanoseconds: 0))
        }
    }
}
