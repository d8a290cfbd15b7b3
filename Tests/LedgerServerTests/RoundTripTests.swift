import LedgerServer
import TestKit
import Testing
import Wire

@Suite("ABCI messages written and read")
struct RoundTripTests {
    @Test("every request with every field set is read as it was written", arguments: UInt64(0)..<50)
    func requests(seed: UInt64) throws {
        for request in ABCIRequest.everyKind(seed: seed) {
            let bytes = request.bytes
            let read = try ABCIRequest(decoding: bytes)
            #expect(read == request)
            #expect(read.bytes == bytes)
        }
    }

    @Test(
        "every response with every field set is read as it was written",
        arguments: UInt64(0)..<50)
    func responses(seed: UInt64) throws {
        for response in ABCIResponse.everyKind(seed: seed) {
            let bytes = response.bytes
            let read = try ABCIResponse(decoding: bytes)
            #expect(read == response)
            #expect(read.bytes == bytes)
        }
    }

    @Test("the messages of these tests leave no field at zero")
    func full() {
        for request in ABCIRequest.everyKind(seed: 7) {
            #expect(Self.zeroes(in: request, "request") == [])
        }
        for response in ABCIResponse.everyKind(seed: 7) {
            #expect(Self.zeroes(in: response, "response") == [])
        }
    }

    @Test("fields that a message does not have are passed over", arguments: UInt64(0)..<10)
    func unknownFields(seed: UInt64) throws {
        var strange = ProtobufWriter()
        strange.varint(field: 1_000, 5)
        strange.sfixed64(field: 1_001, 5)
        strange.string(field: 1_002, "from a later version")
        for request in ABCIRequest.everyKind(seed: seed) {
            let bytes = try Self.content(of: request.bytes) { $0 + strange.bytes }
            #expect(try ABCIRequest(decoding: strange.bytes + bytes + strange.bytes) == request)
        }
        for response in ABCIResponse.everyKind(seed: seed) {
            let bytes = try Self.content(of: response.bytes) { $0 + strange.bytes }
            #expect(try ABCIResponse(decoding: strange.bytes + bytes + strange.bytes) == response)
        }
    }

    @Test("of a message without content only what is always written is left")
    func emptyContent() throws {
        for request in ABCIRequest.everyKind(seed: 3) {
            let empty = try ABCIRequest(decoding: Self.content(of: request.bytes) { _ in [] })
            let numbers = try Self.fieldNumbers(of: empty.bytes)
            switch empty {
            case .initChain: #expect(numbers == [1])
            case .prepareProposal: #expect(numbers == [3, 6])
            case .processProposal, .finalizeBlock: #expect(numbers == [2, 6])
            case .extendVote: #expect(numbers == [3, 5])
            default: #expect(numbers == [])
            }
        }
        for response in ABCIResponse.everyKind(seed: 3) {
            let empty = try ABCIResponse(decoding: Self.content(of: response.bytes) { _ in [] })
            #expect(try Self.fieldNumbers(of: empty.bytes) == [])
        }
    }

    @Test(
        "what every reader of protobuf allows is read: sub-messages in parts, the last of a oneof")
    func merged() throws {
        var (round, votes) = (ABCICommitInfo(), ABCICommitInfo())
        round.round = 3
        votes.votes = [.init(ABCIValidator(address: [1], power: 2), blockIDFlag: .nil)]
        var writer = ProtobufWriter()
        writer.message(field: 2, round.bytes)
        writer.message(field: 2, votes.bytes)
        let question = try ABCIFinalizeBlock.Question(decoding: writer.bytes)
        #expect(question.decidedLastCommit.round == 3)
        #expect(question.decidedLastCommit.votes == votes.votes)
        let twice = ABCIRequest.echo("first").bytes + ABCIRequest.echo("second").bytes
        #expect(try ABCIRequest(decoding: twice) == .echo("second"))
    }

    @Test("a block of 60,000 transactions is written in the time of its bytes")
    func largeBlock() throws {
        var answer = ABCIFinalizeBlock.Answer()
        answer.transactionResults = Array(
            repeating: ABCITxResult(code: 0, data: [UInt8](repeating: 7, count: 250)),
            count: 60_000)
        // With all of it copied again for each result it took a minute, where one second will do.
        let clock = ContinuousClock()
        let started = clock.now
        let bytes = ABCIResponse.finalizeBlock(answer).bytes
        #expect(clock.now - started < .seconds(15))
        #expect(try ABCIResponse(decoding: bytes) == .finalizeBlock(answer))
    }

    /// A message of a oneof with other bytes in its member.
    private static func content(
        of message: [UInt8], changed change: ([UInt8]) -> [UInt8]
    ) throws -> [UInt8] {
        var reader = ProtobufReader(message)
        let field = try #require(try reader.next())
        var writer = ProtobufWriter()
        writer.message(field: field.number, change(try field.bytes()))
        return writer.bytes
    }

    /// The numbers of the fields in a oneof's member.
    private static func fieldNumbers(of message: [UInt8]) throws -> [Int] {
        var reader = ProtobufReader(message)
        let content = try #require(try reader.next()).bytes()
        var (fields, numbers) = (ProtobufReader(content), [Int]())
        while let field = try fields.next() { numbers.append(field.number) }
        return numbers
    }

    /// The places in a value that are zero, empty or nil.
    private static func zeroes(in value: Any, _ place: String) -> [String] {
        let isZero: Bool? =
            switch value {
            case let number as any BinaryInteger: Double(number) == 0
            case let flag as Bool: !flag
            case let text as String: text.isEmpty
            case let bytes as [UInt8]: bytes.isEmpty
            case let length as Duration: length == .zero
            default: nil
            }
        if let isZero { return isZero ? [place] : [] }
        let mirror = Mirror(reflecting: value)
        if mirror.displayStyle == .collection || mirror.displayStyle == .optional,
            mirror.children.isEmpty
        {
            return [place]
        }
        return mirror.children.flatMap { zeroes(in: $0.value, place + "." + ($0.label ?? "")) }
    }
}
