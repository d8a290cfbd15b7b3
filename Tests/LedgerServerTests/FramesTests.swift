import LedgerServer
import TestKit
import Testing
import Wire

@Suite("ABCI frames")
struct FramesTests {
    /// Messages with lengths of one, two and three bytes.
    private static let messages: [[UInt8]] = [
        [1, 2, 3], [], [UInt8](repeating: 9, count: 127), [UInt8](repeating: 8, count: 128),
        [UInt8](repeating: 0x80, count: 300), [UInt8](repeating: 7, count: 16_384), [255],
    ]
    private static let stream = messages.flatMap { ABCIFrames.framed($0) }

    @Test("the length stands before the message, as the node writes it")
    func framed() {
        #expect(Hex.encode(ABCIFrames.framed(ABCIRequest.flush.bytes)) == "021200")
        #expect(ABCIFrames.framed([]) == [0])
        #expect(ABCIFrames.framed([UInt8](repeating: 1, count: 300)).prefix(2) == [0xac, 0x02])
    }

    @Test("messages come out whole wherever the stream is cut in two")
    func cutAnywhere() throws {
        let messages = Self.messages.filter { $0.count < 1_000 }
        let stream = messages.flatMap { ABCIFrames.framed($0) }
        for cut in 0...stream.count {
            var frames = ABCIFrames()
            let first = try Self.messages(&frames, stream[..<cut])
            let second = try Self.messages(&frames, stream[cut...])
            #expect(first + second == messages, "cut at \(cut)")
            #expect(frames.pendingCount == 0)
        }
    }

    @Test("messages come out whole byte by byte, none before its last byte")
    func byteByByte() throws {
        var (frames, found) = (ABCIFrames(), [[UInt8]]())
        var ends: [Int] = []
        for (place, byte) in Self.stream.enumerated() {
            let arrived = try Self.messages(&frames, [byte])
            if !arrived.isEmpty { ends.append(place + 1) }
            found += arrived
        }
        var end = 0
        #expect(found == Self.messages)
        #expect(
            ends
                == Self.messages.map { message in
                    end += ABCIFrames.framed(message).count
                    return end
                })
    }

    @Test("messages come out whole from pieces of any length", arguments: UInt64(0)..<20)
    func anyPieces(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let sent = (0..<200).map { _ in
            [UInt8](
                repeating: UInt8.random(in: 0...255, using: &generator),
                count: Int.random(in: 0...400, using: &generator))
        }
        var (frames, found) = (ABCIFrames(), [[UInt8]]())
        var rest = sent.flatMap { ABCIFrames.framed($0) }[...]
        while !rest.isEmpty {
            let piece = rest.prefix(Int.random(in: 0...1_000, using: &generator))
            found += try Self.messages(&frames, piece)
            rest = rest.dropFirst(piece.count)
        }
        #expect(found == sent)
        #expect(frames.pendingCount == 0)
    }

    @Test("a message longer than the limit is refused before it arrives, after those before it")
    func overLong() throws {
        var frames = ABCIFrames(limit: 300)
        let refusal = ABCIFrameError.tooLong(length: 301, limit: 300)
        frames.append(ABCIFrames.framed([1]))
        frames.append(ABCIFrames.framed([UInt8](repeating: 1, count: 300)))
        frames.append([0xad, 0x02])
        #expect(try frames.next() == [1])
        #expect(try frames.next()?.count == 300)
        #expect(throws: refusal) { try frames.next() }
        frames.append(ABCIFrames.framed([1]))
        #expect(throws: refusal) { try frames.next() }
    }

    @Test("the limit is the one asked for, up to what the protocol knows")
    func limits() async throws {
        #expect(ABCIFrames().limit == 128 << 20)
        #expect(ABCIFrames.highestLimit == 2_147_483_647)
        var highest = ABCIFrames(limit: ABCIFrames.highestLimit)
        highest.append([0xff, 0xff, 0xff, 0xff, 0x07])
        #expect(try highest.next() == nil)
        await #expect(processExitsWith: .failure) { _ = ABCIFrames(limit: -1) }
        await #expect(processExitsWith: .failure) { _ = ABCIFrames(limit: 1 << 31) }
    }

    static let broken: [(String, ABCIFrameError)] = [
        ("ffffffffffffffffffff01", .badLength), ("ffffffffffffffffff02", .badLength),
        ("8000", .badLength), ("ffffffffffffffffff01", .tooLong(length: .max, limit: 1_000)),
        ("ffffffffffffffff7f", .tooLong(length: UInt64(Int64.max), limit: 1_000)),
        ("e907", .tooLong(length: 1_001, limit: 1_000)),
    ]

    @Test("a length that cannot be is refused however it arrives", arguments: broken)
    func brokenLengths(hex: String, error: ABCIFrameError) throws {
        let bytes = try #require(Hex.decode(hex))
        var (whole, single) = (ABCIFrames(limit: 1_000), ABCIFrames(limit: 1_000))
        #expect(throws: error) { try Self.messages(&whole, bytes) }
        #expect(throws: error) { for byte in bytes { try Self.messages(&single, [byte]) } }
        #expect(!"\(error)".isEmpty)
    }

    @Test("a stream that ends inside a frame says how much is left over")
    func pending() throws {
        var frames = ABCIFrames()
        let found = try Self.messages(&frames, [1, 5, 3, 6])
        #expect(found == [[5]])
        #expect(frames.pendingCount == 2)
    }

    /// Tests that take under a second; with every byte moved for each piece it would be minutes.
    private static let patience = Duration.seconds(15)

    @Test("one large message in small pieces takes the time of its bytes")
    func largeMessage() throws {
        let (clock, large) = (ContinuousClock(), [UInt8](repeating: 1, count: 32 << 20))
        let (started, stream) = (clock.now, ABCIFrames.framed(large))
        var frames = ABCIFrames()
        var found = try Self.messages(&frames, [2, 1, 2])
        for place in stride(from: 0, to: stream.count, by: 1 << 10) {
            let end = min(place + 1 << 10, stream.count)
            found += try Self.messages(&frames, stream[place..<end])
        }
        #expect(found.map(\.count) == [2, 32 << 20])
        #expect(clock.now - started < Self.patience)
    }

    @Test("many small messages in one piece take the time of their bytes")
    func smallMessages() throws {
        let clock = ContinuousClock()
        let started = clock.now
        var frames = ABCIFrames()
        let small = [UInt8](repeating: 1, count: 400_000)
        #expect(try Self.messages(&frames, small).count == 200_000)
        #expect(clock.now - started < Self.patience)
    }

    @Test("messages taken one by one while others arrive take the time of their bytes")
    func backlog() throws {
        let clock = ContinuousClock()
        let started = clock.now
        var frames = ABCIFrames()
        frames.append([UInt8](repeating: 1, count: 16 << 20))
        for _ in 0..<100_000 {
            #expect(try frames.next() == [1])
            frames.append([1, 1])
        }
        #expect(frames.pendingCount == 16 << 20)
        #expect(clock.now - started < Self.patience)
    }

    @discardableResult
    private static func messages(
        _ frames: inout ABCIFrames, _ piece: some Collection<UInt8>
    ) throws -> [[UInt8]] {
        frames.append(piece)
        var found: [[UInt8]] = []
        while let message = try frames.next() { found.append(message) }
        return found
    }
}
