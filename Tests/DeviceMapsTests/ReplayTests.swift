import Testing

@testable import DeviceMaps

@Suite("Golden frames")
struct ReplayTests {
    @Test("every golden frame of the FT-10 reads as it should")
    func replay() throws {
        let map = try FT10.map()
        let frames = try FT10.frames()
        #expect(frames.count == 19)
        for frame in frames {
            #expect(map.mismatches(in: frame) == [], "line \(frame.line): \(frame.title)")
        }
    }

    @Test("the golden frames show weights beyond 16 bits, below zero, and every fault")
    func coverage() throws {
        let expectations = try FT10.frames().flatMap(\.expected)
        let weights = expectations.filter { $0.name == "weight" }.compactMap { Int64($0.value) }
        #expect(weights.contains { $0 > 65_535 } && weights.contains { $0 < -65_535 })
        let faults = Set(expectations.filter { $0.name == "fault" }.map(\.value))
        #expect(
            faults == [
                "none", "overload", "underload", "sensor", "system", "programming", "voltage",
            ])
    }

    @Test("a map with the words the other way round fails the golden frames")
    func wrongOrder() throws {
        let map = try FT10.map(replacing: "byte_order: ABCD", with: "byte_order: CDAB")
        let failing = try FT10.frames().filter { !map.mismatches(in: $0).isEmpty }
        #expect(failing.count > 5)
    }

    @Test("the manual's misprinted CRC is not taken")
    func misprint() {
        #expect(throws: WireFrameError.wrongCRC(stated: 0x4A38, computed: 0xEBC9)) {
            try WireFrame(rtu: [0x01, 0x03, 0x04, 0x00, 0x01, 0x86, 0xA0, 0x38, 0x4A])
        }
    }

    @Test(
        "a broken file of frames is told with its line",
        arguments: [
            ("> rtu 01 03 00 00 00 02 C4 0B\n= weight=1\n", "f:2"),
            ("> rtu 01 03 00 00 00 02 C4 0C\n", "f:1"), ("> 01 03\n", "f:1"),
            ("> rtu 01 3 00\n", "f:1"), ("weight=1\n", "f:1"),
            ("> rtu 01 03 00 00 00 02 C4 0B\n\n", "f:2"),
            ("> rtu 01 03 00 00 00 02 C4 0B", "f"), ("> tcp 00 01 00 00 00 07 01 03 00\n", "f:1"),
        ])
    func broken(text: String, place: String) throws {
        let error = try #require(throws: GoldenFrameError.self) {
            try GoldenFrame.frames(in: text, file: "f")
        }
        #expect(error.place == place)
    }
}
