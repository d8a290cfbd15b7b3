import DeviceMaps
import Documents
import Intake
import TestKit
import Testing

@Suite("Finding frames in the bytes of a line")
struct FrameScannerTests {
    private func frames(_ events: [FrameEvent]) -> [[UInt8]] {
        events.compactMap { if case .frame(let frame) = $0 { frame } else { nil } }
    }

    private func complaints(_ events: [FrameEvent]) -> [FrameError.Code] {
        events.compactMap { if case .complaint(let error) = $0 { error.code } else { nil } }
    }

    @Test("frames, bad checksums, bad lengths and stray bytes are counted")
    func counts() throws {
        let good = try #require(try FrameMaps.frames("yaohua/xk3190-tf0").first)
        var bad = good
        bad[4] ^= 1
        var scanner = try FrameMaps.map("yaohua/xk3190-tf0").scanner()
        _ = scanner.receive([0xFF, 0x00] + good + bad + good.prefix(5) + good)
        #expect(scanner.counts.frames == 2)
        #expect(scanner.counts.badChecksums == 1)
        #expect(scanner.counts.badLengths == 1)
        #expect(scanner.counts.strayBytes == 2 + 12 + 5)
    }

    @Test(
        "a line that carries only noise says so, and its buffer does not grow",
        arguments: FrameMaps.all)
    func noise(name: String) throws {
        var scanner = try FrameMaps.map(name).scanner()
        let events = scanner.receive([UInt8](repeating: 0xD5, count: 10_000))
        #expect(frames(events).isEmpty)
        let said = complaints(events)
        #expect(said.allSatisfy { $0 == .noise })
        #expect((37...39).contains(said.count))
    }

    @Test("a new question forgets what is left of an old answer")
    func reset() throws {
        let good = try #require(try FrameMaps.frames("sma/standard").first)
        var scanner = try FrameMaps.map("sma/standard").scanner()
        #expect(scanner.receive(good.prefix(10)).isEmpty)
        scanner.reset()
        #expect(scanner.receive(good) == [.frame(good)])
    }

    /// Frames that were sent, some of them cut, with noise between some of them.
    private func disturbed(
        _ sent: [[UInt8]], _ map: FrameMap, _ random: inout SeededGenerator
    ) throws -> [UInt8] {
        // No byte of the noise is one that frames are made of, but for their marks.
        let marks = Array((map.bounds.starts + map.bounds.ends).joined()) + [0xF7, 0xFF]
        var bytes: [UInt8] = []
        for _ in 0..<40 {
            let count = Bool.random(using: &random) ? Int.random(in: 1...30, using: &random) : 0
            for _ in 0..<count {
                bytes.append(marks[Int.random(in: 0..<marks.count, using: &random)])
            }
            let frame = sent[Int.random(in: 0..<sent.count, using: &random)]
            let isCut = Int.random(in: 0...3, using: &random) == 0
            bytes += frame.prefix(isCut ? Int.random(in: 0...frame.count, using: &random) : 200)
        }
        return bytes
    }

    @Test(
        "noise between frames and halves of frames never become a weight that was not sent",
        arguments: FrameMaps.all)
    func fuzz(name: String) throws {
        let map = try FrameMaps.map(name)
        let sent = try FrameMaps.frames(name)
        for seed in 0..<12 as Range<UInt64> {
            var random = SeededGenerator(seed: seed)
            var bytes = try disturbed(sent, map, &random)
            var scanner = map.scanner()
            var found: [[UInt8]] = []
            while !bytes.isEmpty {
                let size = min(bytes.count, Int.random(in: 1...50, using: &random))
                found += frames(scanner.receive(bytes.prefix(size)))
                bytes.removeFirst(size)
            }
            #expect(found.count > 3, "seed \(seed)")
            for frame in found where !sent.contains(frame) {
                // Without a checksum pieces may make up a frame. Refused, or a fault: no weight.
                let reading = Result { try FrameMaps.reading(frame, with: map) }
                if case .success(let reading) = reading {
                    #expect(reading.status.fault != nil, "seed \(seed): \(frame)")
                }
            }
        }
    }

    @Test(
        "one changed bit never gives another weight where there is a checksum",
        arguments: FrameMaps.all)
    func bitFlips(name: String) throws {
        let map = try FrameMaps.map(name)
        guard map.checksum != nil else { return }
        for sent in try FrameMaps.frames(name) {
            for bit in 0..<sent.count * 8 {
                var frame = sent
                frame[bit / 8] ^= 1 << (bit % 8)
                var scanner = map.scanner()
                for found in frames(scanner.receive(frame)) where found.count == sent.count {
                    let isParity = map.bounds.mask == 0x7F && bit % 8 == 7
                    #expect(isParity, "bit \(bit) of \(sent)")
                }
            }
        }
    }

    @Test("random frames are readings or complaints, and never a crash", arguments: FrameMaps.all)
    func randomFrames(name: String) throws {
        let map = try FrameMaps.map(name)
        let sent = try FrameMaps.frames(name)
        for seed in 0..<200 as Range<UInt64> {
            var random = SeededGenerator(seed: seed)
            var frame = try #require(sent.randomElement(using: &random))
            for _ in 0..<Int.random(in: 1...4, using: &random) where !frame.isEmpty {
                let place = Int.random(in: 0..<frame.count, using: &random)
                switch Int.random(in: 0...2, using: &random) {
                case 0: frame[place] = UInt8.random(in: 0...255, using: &random)
                case 1: frame.remove(at: place)
                default: frame.insert(UInt8.random(in: 0x20...0x7E, using: &random), at: place)
                }
            }
            do {
                let reading = try FrameMaps.reading(frame, with: map)
                #expect(reading.registers == frame)
            } catch {
                #expect(!error.message.isEmpty)
            }
        }
    }

    @Test("a damaged map is a map or a complaint, and never a crash", arguments: FrameMaps.all)
    func randomMaps(name: String) throws {
        let text = Array(try FrameMaps.text(name + ".yaml"))
        let frames = try FrameMaps.frames(name)
        for seed in 0..<25 as Range<UInt64> {
            var random = SeededGenerator(seed: seed)
            var edited = text
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                let place = Int.random(in: 0..<edited.count, using: &random)
                let letter = "0123456789-[]{}:,\"x \n".randomElement(using: &random) ?? "0"
                if Bool.random(using: &random) {
                    edited.remove(at: place)
                } else {
                    edited[place] = letter
                }
            }
            guard let map = try? FrameMaps.parsed(String(edited)) else { continue }
            // A map that was accepted must read every frame it may be given, short ones too.
            for frame in frames {
                for length in [frame.count, 3, 1] {
                    _ = try? FrameMaps.reading(Array(frame.prefix(length)), with: map)
                }
                var scanner = map.scanner()
                _ = scanner.receive(frame)
            }
        }
    }
}
