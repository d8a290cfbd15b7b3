import LedgerServer
import TestKit
import Testing
import Wire

@Suite("Damaged ABCI messages")
struct DamageTests {
    @Test("a message cut anywhere is refused", arguments: UInt64(0)..<5)
    func truncated(seed: UInt64) {
        for request in ABCIRequest.everyKind(seed: seed) {
            let bytes = request.bytes
            for count in bytes.indices {
                #expect(throws: ProtobufError.self) {
                    try ABCIRequest(decoding: Array(bytes.prefix(count)))
                }
            }
        }
        for response in ABCIResponse.everyKind(seed: seed) {
            let bytes = response.bytes
            for count in bytes.indices {
                #expect(throws: ProtobufError.self) {
                    try ABCIResponse(decoding: Array(bytes.prefix(count)))
                }
            }
        }
    }

    @Test("content cut anywhere is refused, or is a message by itself", arguments: UInt64(0)..<5)
    func truncatedContent(seed: UInt64) throws {
        for message in ABCIRequest.everyKind(seed: seed).map(\.bytes) {
            try Self.everyPrefix(of: message) { Self.isStable(request: $0) }
        }
        for message in ABCIResponse.everyKind(seed: seed).map(\.bytes) {
            try Self.everyPrefix(of: message) { Self.isStable(response: $0) }
        }
    }

    @Test(
        "damaged bytes are refused, or are another message that can be written again",
        arguments: UInt64(0)..<20)
    func flipped(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        for message in ABCIRequest.everyKind(seed: seed).map(\.bytes) {
            for _ in 0..<100 {
                #expect(Self.isStable(request: Self.damaged(message, &generator)))
            }
        }
        for message in ABCIResponse.everyKind(seed: seed).map(\.bytes) {
            for _ in 0..<100 {
                #expect(Self.isStable(response: Self.damaged(message, &generator)))
            }
        }
    }

    @Test("a damaged recorded stream is refused or read on, and ends", arguments: UInt64(0)..<50)
    func damagedStream(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let stream = try RecordedStream.consensus("1-first-start")
        var frames = ABCIFrames(limit: 1 << 16)
        frames.append(
            Self.damaged(stream.requests.flatMap { ABCIFrames.framed($0) }, &generator))
        var count = 0
        do {
            while let message = try frames.next() {
                #expect(Self.isStable(request: message))
                count += 1
            }
        } catch {
            #expect(throws: error) { try frames.next() }
        }
        #expect(count <= 2 * stream.requests.count)
    }

    /// Bytes with a bit turned, a byte replaced, taken out or put in, up to four times.
    private static func damaged(
        _ bytes: [UInt8], _ generator: inout SeededGenerator
    ) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...4, using: &generator) where !bytes.isEmpty {
            let place = Int.random(in: 0..<bytes.count, using: &generator)
            let byte = UInt8.random(in: 0...255, using: &generator)
            switch Int.random(in: 0..<4, using: &generator) {
            case 0: bytes[place] ^= 1 << (byte & 7)
            case 1: bytes[place] = byte
            case 2: bytes.remove(at: place)
            default: bytes.insert(byte, at: place)
            }
        }
        return bytes
    }

    private static func everyPrefix(
        of message: [UInt8], holds: ([UInt8]) -> Bool
    ) throws {
        var reader = ProtobufReader(message)
        let field = try #require(try reader.next())
        let content = try field.bytes()
        for count in 0...content.count {
            var writer = ProtobufWriter()
            writer.message(field: field.number, Array(content.prefix(count)))
            #expect(holds(writer.bytes), "\(Hex.encode(message)) cut to \(count)")
        }
    }

    /// Whether bytes are refused, or read as a request that is read again as it is written.
    private static func isStable(request bytes: [UInt8]) -> Bool {
        // Refused is one of the two right ends.
        guard let request = try? ABCIRequest(decoding: bytes) else { return true }
        return (try? ABCIRequest(decoding: request.bytes)) == request
    }

    private static func isStable(response bytes: [UInt8]) -> Bool {
        // Refused is one of the two right ends.
        guard let response = try? ABCIResponse(decoding: bytes) else { return true }
        return (try? ABCIResponse(decoding: response.bytes)) == response
    }
}
