import LedgerServer
import Testing
import Wire

@Suite("ABCI bytes by gogoproto's rules")
struct EncodingRuleTests {
    /// Worked out by hand from the message definitions of 0.38.
    static let requests: [(ABCIRequest, String)] = [
        (.flush, "1200"),
        (.commit, "5a00"),
        (.listSnapshots, "6200"),
        (.echo(""), "0a00"),
        (.echo("hi"), "0a040a026869"),
        (.checkTx(.init([1, 2], kind: .recheck)), "42060a0201021001"),
        (.offerSnapshot(.init()), "6a00"),
    ]

    @Test("a request is written as worked out by hand", arguments: requests)
    func request(request: ABCIRequest, hex: String) throws {
        #expect(Hex.encode(request.bytes) == hex)
        #expect(try ABCIRequest(decoding: request.bytes) == request)
    }

    /// Worked out by hand from the message definitions of 0.38.
    static let responses: [(ABCIResponse, String)] = [
        (.exception("no"), "0a040a026e6f"),
        (.flush, "1a00"),
        (.commit(.init(retainHeight: 300)), "620318ac02"),
        (.processProposal(.init(.accept)), "9201020801"),
        (.verifyVoteExtension(.init(.reject)), "a201020802"),
        (.extendVote(.init([])), "9a0100"),
        (.prepareProposal(.init([[], [7]])), "8a01050a000a0107"),
        (.listSnapshots(.init([.init()])), "6a020a00"),
        (.offerSnapshot(.init(.rejectSender)), "72020805"),
    ]

    @Test("a response is written as worked out by hand", arguments: responses)
    func response(response: ABCIResponse, hex: String) throws {
        #expect(Hex.encode(response.bytes) == hex)
        #expect(try ABCIResponse(decoding: response.bytes) == response)
    }

    @Test("commit infos and times are written also when they are empty")
    func alwaysWritten() {
        var finalized = ABCIFinalizeBlock.Question()
        finalized.time = .epoch
        #expect(Hex.encode(finalized.bytes) == "12003200")
        var processed = ABCIProcessProposal.Question()
        processed.time = .epoch
        #expect(Hex.encode(processed.bytes) == "12003200")
        var prepared = ABCIPrepareProposal.Question()
        prepared.time = .epoch
        #expect(Hex.encode(prepared.bytes) == "1a003200")
        var extended = ABCIExtendVote.Question()
        extended.time = .epoch
        #expect(Hex.encode(extended.bytes) == "1a002a00")
        var genesis = ABCIInitChain.Question()
        genesis.time = .epoch
        #expect(Hex.encode(genesis.bytes) == "0a00")
        var misbehavior = ABCIMisbehavior()
        misbehavior.time = .epoch
        #expect(Hex.encode(misbehavior.bytes) == "12002200")
        #expect(Hex.encode(ABCICommitInfo.Vote().bytes) == "0a00")
        #expect(Hex.encode(ABCIExtendedCommitInfo.Vote().bytes) == "0a00")
        #expect(Hex.encode(ABCIValidatorUpdate().bytes) == "0a00")
        #expect(Hex.encode(ABCIConsensusParams.Evidence().bytes) == "1200")
    }

    @Test("a time that nobody set is the year 1, as in the node")
    func noTime() throws {
        let question = try ABCIFinalizeBlock.Question(decoding: [])
        #expect(question.time == .goZero)
        #expect(Hex.encode(question.bytes) == "1200320b088092b8c398feffffff01")
    }

    @Test("parameters, snapshots and proofs that are absent are left out, empty ones are not")
    func nullable() throws {
        var answer = ABCIFinalizeBlock.Answer()
        #expect(answer.bytes.isEmpty)
        answer.consensusParamUpdates = ABCIConsensusParams()
        #expect(Hex.encode(answer.bytes) == "2200")
        answer.consensusParamUpdates?.version = .init()
        #expect(Hex.encode(answer.bytes) == "22022200")
        var found = ABCIQuery.Answer()
        #expect(found.bytes.isEmpty)
        found.proofOps = ABCIProofOps()
        #expect(Hex.encode(found.bytes) == "4200")
        #expect(try ABCIQuery.Answer(decoding: found.bytes) == found)
        var offer = ABCIOfferSnapshot.Question()
        offer.snapshot = ABCISnapshot()
        #expect(Hex.encode(offer.bytes) == "0a00")
    }

    @Test("negative numbers take ten bytes")
    func negative() throws {
        var block = ABCIConsensusParams.Block()
        block.maxGas = -1
        #expect(Hex.encode(block.bytes) == "10ffffffffffffffffff01")
        var info = ABCICommitInfo()
        info.round = -2
        #expect(Hex.encode(info.bytes) == "08feffffffffffffffff01")
        #expect(try ABCICommitInfo(decoding: info.bytes) == info)
    }

    @Test("chunks to fetch again are packed; unpacked ones are read too")
    func packed() throws {
        var answer = ABCIApplySnapshotChunk.Answer()
        answer.result = .retry
        answer.refetchChunks = [0, 300, .max]
        answer.rejectSenders = ["", "a"]
        #expect(Hex.encode(answer.bytes) == "0803120800ac02ffffffff0f1a001a0161")
        #expect(try ABCIApplySnapshotChunk.Answer(decoding: answer.bytes) == answer)
        let mixed = try #require(Hex.decode("100510ac02120207081000"))
        let read = try ABCIApplySnapshotChunk.Answer(decoding: mixed)
        #expect(read.refetchChunks == [5, 300, 7, 8, 0])
    }

    static let brokenChunks: [(String, ProtobufError)] = [
        ("120180", .truncated(offset: 0)), ("12020580", .truncated(offset: 1)),
        ("12028000", .badVarint(offset: 0)),
        ("12058080808010", .outOfRange(field: 2, value: 1 << 32)),
        ("108080808010", .outOfRange(field: 2, value: 1 << 32)),
    ]

    @Test("packed numbers that are broken are refused", arguments: brokenChunks)
    func brokenPacked(hex: String, error: ProtobufError) throws {
        let bytes = try #require(Hex.decode(hex))
        #expect(throws: error) { try ABCIApplySnapshotChunk.Answer(decoding: bytes) }
    }

    @Test(
        "a key keeps the number of its kind and its bytes, also a kind that is not known",
        arguments: [1, 2, 3, 4, 5, 6, 4_711])
    func keys(number: Int) throws {
        let kind = try #require(ABCIPublicKey.Kind(rawValue: number))
        for keyBytes in [[], [9, 8]] as [[UInt8]] {
            let update = ABCIValidatorUpdate(.init(kind, keyBytes), power: 1)
            #expect(try ABCIValidatorUpdate(decoding: update.bytes) == update)
        }
        #expect(ABCIPublicKey.Kind(rawValue: 0) == nil)
        #expect(ABCIPublicKey.Kind(rawValue: 1 << 29) == nil)
    }

    @Test("parameters of later lines come back as they were")
    func laterGroups() throws {
        // 0.39's authority, and 1.x's synchrony and feature.
        for hex in ["32050a03616263", "3204120208053a040a020801"] {
            let bytes = try #require(Hex.decode(hex))
            let params = try ABCIConsensusParams(decoding: bytes)
            #expect(Hex.encode(params.bytes) == hex)
            #expect(!params.laterGroups.isEmpty)
        }
        #expect(ABCIConsensusParams.LaterGroup(number: 5, bytes: []) == nil)
        #expect(ABCIConsensusParams.LaterGroup(number: 1 << 29, bytes: []) == nil)
    }

    @Test("a duration has one sign and at most ten thousand years")
    func durations() throws {
        var evidence = ABCIConsensusParams.Evidence()
        evidence.maxAgeDuration = .zero - .milliseconds(1_500)
        #expect(
            Hex.encode(evidence.bytes)
                == "121608ffffffffffffffffff011080b6ca91feffffffff01")
        #expect(try ABCIConsensusParams.Evidence(decoding: evidence.bytes) == evidence)
        for (seconds, nanoseconds) in [
            (1, -1), (-1, 1), (315_576_000_001, 0), (-315_576_000_001, 0), (0, 1_000_000_000),
        ] as [(Int64, Int64)] {
            var (length, writer) = (ProtobufWriter(), ProtobufWriter())
            length.int64(field: 1, seconds)
            length.int64(field: 2, nanoseconds)
            writer.message(field: 2, length.bytes)
            #expect(throws: ProtobufError.self) {
                try ABCIConsensusParams.Evidence(decoding: writer.bytes)
            }
        }
    }

    @Test("a query whose path is no text is still a query")
    func brokenText() throws {
        // The node hands on /abci_query?path=0xff as the byte itself.
        let bytes = try #require(Hex.decode("32031201ff"))
        guard case .query(let question) = try ABCIRequest(decoding: bytes) else {
            Issue.record("no query")
            return
        }
        #expect(question.path == "\u{fffd}")
    }

    static let strangers: [(String, ProtobufError)] = [
        ("", .invalid("an ABCI request without content")),
        ("aa0100", .invalid("an ABCI request of the unknown kind 21")),
        ("b20100", .invalid("an ABCI request of the unknown kind 22")),
        ("3a00", .invalid("an ABCI request of the unknown kind 7")),
        ("1001", .wrongType(field: 2, expected: "bytes")),
        ("120180", .truncated(offset: 0)),
    ]

    @Test(
        "a request of a kind that 0.38 does not have is refused by its number",
        arguments: strangers)
    func unknownKinds(hex: String, error: ProtobufError) throws {
        let bytes = try #require(Hex.decode(hex))
        #expect(throws: error) { try ABCIRequest(decoding: bytes) }
    }
}
