import Documents
import TestKit
import Testing
import Wire
import YAML

@testable import DeviceMaps

/// What a wire, a broker or an attacker makes of bytes that were right; the seeds are fixed.
@Suite("Damaged payloads, streams and maps")
struct DamageTests {
    /// Every line that stands for a number, or for a plate.
    private func values(_ items: [String]) -> [String] {
        items.filter { item in
            !["ignored", "refused", "online", "offline", "missing", "invalid"]
                .contains { item.hasPrefix($0) }
        }
    }

    /// What a map makes of the message with other bytes in it.
    private func items(
        _ map: PayloadMap, _ example: PayloadExample, with bytes: [UInt8]
    ) throws -> [String] {
        var text =
            "topic \(example.topic)\narrival \(example.arrival)\nhex \(Hex.encode(bytes))\n= x\n"
        if example.isRetained { text = "retained\n" + text }
        if let zone = example.zone { text = "zone \(zone)\n" + text }
        let changed = try PayloadExample.examples(in: text + "\n", file: "damaged")
        return map.items(of: try #require(changed.first))
    }

    private func map(_ path: String) throws -> (PayloadMap, [PayloadExample]) {
        let file = path.replacing(".yaml", with: ".messages")
        return (
            try PayloadMap(parsing: ShippedPayloadMapTests.node(path), bytes: []),
            try PayloadExample.examples(in: ShippedPayloadMapTests.text(file), file: file)
        )
    }

    @Test(
        "a JSON message that was cut gives no value and no plate",
        arguments: ShippedPayloadMapTests.maps)
    func cutMessages(path: String) throws {
        let (map, examples) = try map(path)
        for example in examples where example.payload.first == UInt8(ascii: "{") {
            for length in 0..<example.payload.count {
                let items = try self.items(
                    map, example, with: Array(example.payload.prefix(length)))
                #expect(values(items).isEmpty, "\(path):\(example.line), \(length) bytes: \(items)")
            }
        }
    }

    @Test(
        "a damaged message is read or refused, and a plate stays one",
        arguments: ShippedPayloadMapTests.maps)
    func damagedMessages(path: String) throws {
        let (map, examples) = try map(path)
        var random = SeededGenerator(seed: UInt64(path.utf8.count))
        let whole = examples.map(\.payload).filter { !$0.isEmpty }
        for example in examples where !example.payload.isEmpty {
            for _ in 0..<250 {
                let other = whole.randomElement(using: &random) ?? []
                let bytes = damaged(example.payload, other, &random)
                for item in try items(map, example, with: bytes)
                where item.hasPrefix("plate ") {
                    let plate = item.split(separator: " ")[1]
                    #expect(plate.allSatisfy { $0.isLetter || $0.isNumber }, "\(item)")
                }
            }
        }
    }

    private func damaged(
        _ bytes: [UInt8], _ other: [UInt8], _ random: inout SeededGenerator
    ) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...3, using: &random) where !bytes.isEmpty {
            let place = Int.random(in: 0..<bytes.count, using: &random)
            switch Int.random(in: 0..<6, using: &random) {
            case 0: bytes[place] ^= 1 << UInt8.random(in: 0...7, using: &random)
            case 1: bytes.remove(at: place)
            case 2:
                bytes.insert("[{\"\\:,-.eE90".utf8.randomElement(using: &random) ?? 0, at: place)
            case 3: bytes = bytes.prefix(place) + other.suffix(bytes.count - place)
            case 4: bytes += other
            default: bytes.insert(contentsOf: [UInt8](repeating: 0x39, count: 40), at: place)
            }
        }
        return bytes
    }

    @Test(
        "a SenML pack that was cut is no pack",
        arguments: [PayloadCodecTests.pack, PayloadCodecTests.loose])
    func cutPacks(hex: String) throws {
        let whole = try #require(Hex.decode(hex))
        _ = try PayloadCodec.senmlCBOR.read(whole)
        for length in 0..<whole.count {
            #expect(throws: PayloadError.self) {
                try PayloadCodec.senmlCBOR.read(Array(whole.prefix(length)))
            }
        }
    }

    @Test(
        "frames do not depend on how a line's bytes are split", arguments: FrameMaps.all)
    func splitting(name: String) throws {
        let map = try FrameMaps.map(name)
        let sent = try FrameMaps.frames(name)
        for seed in 0..<15 as Range<UInt64> {
            var random = SeededGenerator(seed: seed)
            var stream: [UInt8] = []
            for _ in 0..<20 {
                let frame = sent.randomElement(using: &random) ?? []
                stream += damaged(frame, sent.randomElement(using: &random) ?? [], &random)
                if Bool.random(using: &random) { stream += frame }
            }
            var whole = map.scanner()
            let expected = whole.receive(stream)
            var pieces = map.scanner()
            var found: [FrameEvent] = []
            var rest = stream[...]
            while !rest.isEmpty {
                let size = Int.random(in: 1...30, using: &random)
                found += pieces.receive(rest.prefix(size))
                rest = rest.dropFirst(size)
            }
            #expect(found == expected, "seed \(seed)")
            #expect(pieces.counts == whole.counts, "seed \(seed)")
            // Not that it was sent: a sum of eight bits misses one in 256 frames of two halves.
            for case .frame(let frame) in found {
                let bits = frame.map { $0 & map.bounds.mask }
                #expect(map.checksum?.holds(in: bits) != false, "seed \(seed): \(frame)")
                #expect(map.bounds.lengths.contains(frame.count), "seed \(seed): \(frame)")
            }
        }
    }

    @Test(
        "a map nested without end is refused with its place",
        arguments: ["[", "{a: ", "- ", "? ", "&a [", "!!seq ["])
    func nesting(opening: String) throws {
        for depth in [100, 1_000, 20_000] {
            let text = "scale_map: 1\nx: " + String(repeating: opening, count: depth)
            let error = try #require(throws: DocumentError.self) {
                try YAML.parse([UInt8](text.utf8), file: "map.yaml")
            }
            #expect(error.place.line >= 1)
        }
    }

    @Test("a map nested in blocks without end is refused or read, and nothing else happens")
    func blocks() throws {
        let lines = (0..<2_000).map { String(repeating: " ", count: $0) + "a:\n" }
        let error = #expect(throws: DocumentError.self) {
            let node = try YAML.parse([UInt8](lines.joined().utf8), file: "map.yaml")
            _ = try ScaleMap(parsing: node, bytes: [])
        }
        #expect(error.map { $0.place.line >= 1 } == true)
    }

    @Test("aliases that multiply themselves do not fill the memory")
    func laughs() throws {
        var text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
        for level in 1...12 {
            let again = (0..<9).map { _ in "*a\(level - 1)" }.joined(separator: ", ")
            text += "a\(level): &a\(level) [\(again)]\n"
        }
        #expect(throws: DocumentError.self) {
            try YAML.parse([UInt8](text.utf8), file: "map.yaml")
        }
    }
}
