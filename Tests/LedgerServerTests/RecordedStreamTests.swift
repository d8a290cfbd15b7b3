import Foundation
import LedgerServer
import Testing
import Wire

@Suite("ABCI as CometBFT 0.38.25 spoke it")
struct RecordedStreamTests {
    @Test(
        "every recorded request is read and written again byte for byte",
        arguments: RecordedStream.names)
    func requests(name: String) throws {
        for bytes in try RecordedStream(name).requests {
            #expect(try Hex.encode(ABCIRequest(decoding: bytes).bytes) == Hex.encode(bytes))
        }
    }

    @Test(
        "every recorded response is read and written again byte for byte",
        arguments: RecordedStream.names)
    func responses(name: String) throws {
        for bytes in try RecordedStream(name).responses {
            #expect(try Hex.encode(ABCIResponse(decoding: bytes).bytes) == Hex.encode(bytes))
        }
    }

    @Test(
        "each recorded request has one response of its kind, in order",
        arguments: RecordedStream.names)
    func pairs(name: String) throws {
        let stream = try RecordedStream(name)
        let asked = try stream.requests.map { try Self.kind(of: $0) }
        let answered = try stream.responses.map { try Self.kind(of: $0) }
        #expect(answered == asked.map { $0 + 1 })
    }

    @Test("496 requests of nine kinds were recorded, so none is passed over")
    func count() throws {
        var counts: [Int: Int] = [:]
        for name in RecordedStream.names {
            for bytes in try RecordedStream(name).requests {
                counts[try Self.kind(of: bytes), default: 0] += 1
            }
        }
        #expect(
            counts == [2: 270, 3: 4, 5: 2, 6: 1, 8: 7, 11: 67, 16: 39, 17: 39, 20: 67])
    }

    @Test("a node introduces itself with its versions")
    func info() throws {
        let stream = try RecordedStream("1-first-start/connection-01")
        guard case .info(let question) = try #require(try stream.questions().first) else {
            throw Unexpected.kind
        }
        #expect(question.version == "0.38.25")
        #expect(question.blockVersion == 11)
        #expect(question.p2pVersion == 8)
        #expect(question.abciVersion == "2.0.0")
    }

    @Test("InitChain tells what stands in the genesis file")
    func genesis() throws {
        let stream = try RecordedStream.consensus("1-first-start")
        guard case .initChain(let question) = try #require(try stream.questions().first) else {
            throw Unexpected.kind
        }
        let params = try #require(question.consensusParams)
        #expect(question.chainID == "test-chain-nbkqZW")
        #expect(question.time == Timestamp(rfc3339: "2026-11-23T17:36:41.434251155Z"))
        #expect(question.initialHeight == 1)
        #expect(question.appStateBytes.isEmpty)
        #expect(params.block?.maxBytes == 22_020_096)
        #expect(params.block?.maxGas == -1)
        #expect(params.evidence?.maxAgeNumBlocks == 100_000)
        #expect(params.evidence?.maxAgeDuration == .seconds(172_800))
        #expect(params.evidence?.maxBytes == 1_048_576)
        #expect(params.validator?.pubKeyTypes == ["ed25519"])
        #expect(params.version == ABCIConsensusParams.Version())
        #expect(params.abci == ABCIConsensusParams.ABCI())
        let key = try #require(Base64.decode("oqe/4/3kZQyIg3TLGDvGJbBQVRaKLmy9CCOQvgLvnqc="))
        #expect(question.validators == [ABCIValidatorUpdate(.init(.ed25519, key), power: 10)])
    }

    @Test("five loads are let into the mempool, one malformed transaction is not")
    func mempool() throws {
        let stream = try RecordedStream("1-first-start/connection-03")
        let checked = try stream.questions().compactMap { request in
            if case .checkTx(let question) = request { question } else { nil }
        }
        let codes = try stream.answers().compactMap { response in
            if case .checkTx(let answer) = response { answer.code } else { nil }
        }
        #expect(
            checked.map { String(decoding: $0.transaction, as: UTF8.self) } == [
                "load-1=digest1", "load-2=digest2", "load-3=digest3", "load-4=digest4",
                "load-5=digest5", "malformed",
            ])
        #expect(checked.allSatisfy { $0.kind == .new })
        #expect(codes == [0, 0, 0, 0, 0, 2])
    }

    @Test(
        "finalized heights follow each other, each with a result for each transaction",
        arguments: RecordedStream.starts)
    func blocks(start: String) throws {
        let stream = try RecordedStream.consensus(start)
        let blocks = try stream.questions().compactMap { request in
            if case .finalizeBlock(let question) = request { question } else { nil }
        }
        let results = try stream.answers().compactMap { response in
            if case .finalizeBlock(let answer) = response { answer } else { nil }
        }
        let first = try #require(blocks.first?.height)
        #expect(blocks.map(\.height) == Array(first..<first + Int64(blocks.count)))
        #expect(blocks.map(\.transactions.count) == results.map(\.transactionResults.count))
        #expect(zip(blocks, blocks.dropFirst()).allSatisfy { $0.time < $1.time })
        for block in blocks where block.height > 1 {
            #expect(block.decidedLastCommit.votes.map(\.blockIDFlag) == [.commit])
            #expect(block.decidedLastCommit.votes.map(\.validator.power) == [10])
        }
    }

    @Test("an application without its state is told genesis and every block, without proposals")
    func replay() throws {
        let known = try RecordedStream("3-app-lost-its-state/connection-01").answers()
        guard case .info(let state) = try #require(known.first) else { throw Unexpected.kind }
        #expect(state.lastBlockHeight == 0)
        let stream = try RecordedStream.consensus("3-app-lost-its-state")
        let questions = try stream.questions().filter { $0 != .flush }
        let replayed = questions.prefix { if case .prepareProposal = $0 { false } else { true } }
        guard case .initChain = try #require(replayed.first) else { throw Unexpected.kind }
        #expect(replayed.count > 40)
        for (place, question) in replayed.dropFirst().enumerated() {
            if place.isMultiple(of: 2) {
                guard case .finalizeBlock = question else { throw Unexpected.kind }
            } else {
                #expect(question == .commit)
            }
        }
    }

    /// The number of the oneof's member in a message.
    private static func kind(of message: [UInt8]) throws -> Int {
        var reader = ProtobufReader(message)
        let field = try #require(try reader.next())
        try #require(reader.isAtEnd)
        return field.number
    }

    private enum Unexpected: Error { case kind }
}
