import DeviceMaps
import TestKit
import Testing

@Suite("Golden streams")
struct FrameReplayTests {
    @Test("every frame map that ships is tested here")
    func shipped() throws {
        #expect(try FrameMaps.found() == FrameMaps.all)
    }

    @Test("every golden stream of a map reads as it should", arguments: FrameMaps.all)
    func replay(name: String) throws {
        let map = try FrameMaps.map(name)
        for stream in try FrameMaps.streams(name) {
            #expect(map.mismatches(in: stream) == [], "line \(stream.line): \(stream.title)")
        }
    }

    @Test(
        "golden streams show weights beyond 16 bits, below zero, noise, and whatever is no number",
        arguments: FrameMaps.all)
    func coverage(name: String) throws {
        let map = try FrameMaps.map(name)
        let streams = try FrameMaps.streams(name)
        let expected = streams.flatMap(\.expected)
        let weights = expected.filter { $0.name == "weight" }.compactMap { Double($0.value) }
        #expect(weights.contains { $0 > 65_535 } && weights.contains { $0 < 0 })
        let titles = streams.map(\.title).joined(separator: "\n")
        #expect(titles.contains("noise") || titles.contains("one line") || map.bounds.starts == [])
        #expect(
            expected.contains { $0.name == "fault" && $0.value == "overload" }
                || titles.contains("No frame of an overload is printed"))
        #expect(
            map.checksum == nil
                || expected.contains { $0.name == "complaints" && $0.value == "checksum" })
        #expect(streams.allSatisfy { $0.title.contains("made") || $0.title.contains("maker") })
    }

    @Test("how a line cuts the bytes into pieces changes nothing", arguments: FrameMaps.all)
    func pieces(name: String) throws {
        let map = try FrameMaps.map(name)
        for stream in try FrameMaps.streams(name) {
            let bytes = stream.pieces.flatMap { $0 }
            var whole = map.scanner()
            let events = whole.receive(bytes)
            for size in 1...7 {
                var scanner = map.scanner()
                var found: [FrameEvent] = []
                var rest = bytes[...]
                while !rest.isEmpty {
                    found += scanner.receive(rest.prefix(size))
                    rest = rest.dropFirst(size)
                }
                #expect(found == events, "line \(stream.line) in pieces of \(size)")
                #expect(scanner.counts == whole.counts)
            }
        }
    }

    @Test("a map with a wrong field fails its golden streams")
    func wrongMap() throws {
        let map = try FrameMaps.map(
            "mettler-toledo/continuous", replacing: "  at: 4\n", with: "  at: 10\n")
        let failing = try FrameMaps.streams("mettler-toledo/continuous")
            .filter { !map.mismatches(in: $0).isEmpty }
        #expect(failing.count > 5)
    }

    @Test(
        "a broken file of streams is told with its line",
        arguments: [
            ("< bytes 02 3\n= weight=1\n", "f:1"), ("< 02 03\n", "f:1"),
            ("< bytes 02 03\n\n= weight=1\n", "f:2"), ("= weight=1\n", "f:1"),
            ("> bytes 24\n= weight=1\n", "f:2"), ("< bytes 02\n= weight\n", "f:2"),
            ("< bytes 02\n", "f:2"), ("< bytes 02", "f"), ("weight=1\n", "f:1"),
        ])
    func broken(text: String, place: String) throws {
        let error = try #require(throws: GoldenFrameError.self) {
            try GoldenStream.streams(in: text, file: "f")
        }
        #expect(error.place == place)
    }
}
