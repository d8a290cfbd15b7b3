import Delivery
import Foundation
import LightClients
import Testing
import UpstreamNodes
import Wire

@Suite("What nodes complain about")
struct ComplaintTests {
    static let table: [(String, NodeComplaint.Meaning, UpstreamError.Code)] = [
        ("tx already exists in cache", .alreadyInCache, .alreadyKnown),
        ("error on broadcastTxCommit: tx already exists in cache", .alreadyInCache, .alreadyKnown),
        (
            "mempool is full: number of txs 5 (max: 5), total txs bytes 158 (max: 1073741824)",
            .mempoolFull, .full
        ),
        (
            "mempool is still rechecking after a new committed block, so it is considered as full",
            .mempoolFull, .full
        ),
        ("Tx too large. Max size is 65536, but got 70004", .transactionTooLarge, .tooLarge),
        ("tx pre check: tx size is too big: 9, max: 8", .transactionTooLarge, .tooLarge),
        (
            "error reading request body: http: request body too large", .bodyTooLarge, .tooLarge
        ),
        ("endpoint is closed while node is catching up", .catchingUp, .notOffered),
        ("not allowed with `nop` mempool", .noMempool, .notOffered),
        (
            "timed out waiting for tx to be included in a block", .inclusionTimedOut, .timedOut
        ),
        ("tx (ABABAB) not found", .transactionNotFound, .notFound),
        ("transaction indexing is disabled", .noIndex, .notOffered),
        (
            "height 36 must be less than or equal to the current blockchain height 35",
            .heightTooHigh, .notYet
        ),
        ("height 5 is not available, lowest height is 24", .heightPruned, .pruned),
        ("could not find validator set for height #3", .statePruned, .pruned),
        ("could not find results for height #0", .statePruned, .pruned),
        ("node is not persisting finalize block responses", .resultsNotKept, .notOffered),
        ("node is not persisting abci responses", .resultsNotKept, .notOffered),
        ("page should be within [1, 4] range, given 9", .pageOutOfRange, .refused),
        ("max_subscriptions_per_client 5 reached", .tooManySubscriptions, .full),
        ("no evidence was provided", .badQuestion, .refused),
    ]

    @Test("the words of a node have one meaning, and are kept", arguments: table)
    func meaning(
        text: String, meaning: NodeComplaint.Meaning, code: UpstreamError.Code
    ) async throws {
        let server = try LoopbackServer.node { $0.error(text) }
        let client = NodeClient()
        let node = CometBFTNode(url: server.url, client: client)
        let error = await #expect(throws: UpstreamError.self) { try await node.blockResults(5) }
        #expect(error?.code == code)
        #expect(error?.complaint?.meaning == meaning)
        #expect(error?.complaint?.text == text)
        await client.shutdown()
        server.stop()
    }

    @Test("the height that a complaint names is read from it")
    func heights() {
        func height(_ data: String) -> Int64? {
            NodeComplaint(RPCError(code: -32603, message: "Internal error", data: data))
                .nodeHeight
        }
        #expect(
            height("height 36 must be less than or equal to the current blockchain height 35") == 35
        )
        #expect(height("height 5 is not available, lowest height is 24") == 24)
        #expect(height("tx (AB) not found") == nil)
    }

    @Test("the words stand in the message where there are no data")
    func message() {
        let complaint = NodeComplaint(RPCError(code: -32601, message: "Method not found"))
        #expect(complaint.meaning == .unknownMethod)
        #expect(complaint.text == "Method not found")
    }

    @Test("what became of a transaction that a node complained about")
    func sendAnswers() {
        func answer(_ text: String) -> SendAnswer {
            let complaint = NodeComplaint(RPCError(code: -32603, message: "", data: text))
            let codes = Dictionary(
                ComplaintTests.table.map { ($0.0, $0.2) }, uniquingKeysWith: { one, _ in one })
            return SendAnswer(
                UpstreamError(codes[text] ?? .refused, text, complaint: complaint))
        }
        #expect(answer("tx already exists in cache") == .alreadyKnown)
        #expect(
            answer("endpoint is closed while node is catching up")
                == .full(reason: "endpoint is closed while node is catching up"))
        #expect(
            answer("Tx too large. Max size is 65536, but got 70004")
                == .tooLarge(reason: "Tx too large. Max size is 65536, but got 70004"))
        #expect(
            answer("no evidence was provided") == .unknown(reason: "no evidence was provided"))
        #expect(
            SendAnswer(UpstreamError(.timedOut, "slow")) == .unknown(reason: "slow"))
    }

    @Test("a part of a proof that is not there yet is not a lie")
    func proofFailures() {
        #expect(ProofFailure(UpstreamError(.notYet, "x")) == .notYet)
        #expect(ProofFailure(UpstreamError(.notFound, "x")) == .notYet)
        #expect(ProofFailure(UpstreamError(.pruned, "x")) == .away(reason: "x"))
        #expect(LookUpAnswer(UpstreamError(.notFound, "x")) == .notFound)
        #expect(LookUpAnswer(UpstreamError(.notOffered, "x")) == .away(reason: "x"))
    }

    @Test(
        "what asking again is good for, of the errors that were not recorded",
        arguments: [
            (
                "mempool is still rechecking after a new committed block, so it is considered as full",
                UpstreamError.Again.later
            ),
            ("tx pre check: tx size is too big: 9, max: 8", .never),
            ("endpoint is closed while node is catching up", .elsewhere),
            ("not allowed with `nop` mempool", .elsewhere),
            ("could not find consensus params for height #9", .elsewhere),
            ("node is not persisting abci responses", .elsewhere),
            ("max_subscriptions_per_client 5 reached", .later),
            ("max_subscription_clients 100 reached", .later),
            ("the database is on fire", .unknown),
        ])
    func again(text: String, again: UpstreamError.Again) {
        let complaint = NodeComplaint(
            RPCError(code: -32603, message: "Internal error", data: text))
        let error = UpstreamError(complaint.meaning.code, text, complaint: complaint)
        #expect(error.again == again)
    }

    @Test("where no node said anything, the kind of failure says whether to ask again")
    func silence() {
        func again(_ code: UpstreamError.Code) -> UpstreamError.Again {
            UpstreamError(code, "x").again
        }
        #expect(again(.away) == .elsewhere && again(.malformed) == .elsewhere)
        #expect(again(.timedOut) == .unknown && again(.cancelled) == .unknown)
        #expect(again(.notYet) == .later && again(.notFound) == .later)
        #expect(again(.tooLarge) == .never)
    }

    @Test("of megabytes of complaint a few hundred bytes are read and kept")
    func longText() throws {
        // One letter for whoever counts letters: by these the text could not even be searched.
        let tower = "tx " + String(repeating: "\u{301}", count: 4_000_000)
        let json = try JSONEncoder().encode(
            RPCAnswer<RPCStatus>(
                id: nil, error: RPCError(code: -32603, message: tower, data: tower)))
        let clock = ContinuousClock()
        let error = try #require(
            try JSONDecoder().decode(RPCAnswer<RPCStatus>.self, from: json).error)
        var complaint = NodeComplaint(error)
        let time = clock.measure { complaint = NodeComplaint(error) }
        #expect(time < .milliseconds(100))
        #expect(complaint.meaning == .other)
        #expect(complaint.text.utf8.count <= 503)
        #expect(complaint.text.utf8.starts(with: "tx ".utf8))
        let whole = UpstreamError(.refused, "node: \(tower)", complaint: complaint)
        #expect(whole.message.utf8.count <= 1_003)
        // Also where somebody else made the error: the decoder is not the only one who cuts.
        #expect(
            NodeComplaint(RPCError(code: -32603, message: "", data: tower)).text.utf8.count <= 503)
    }

    @Test("what a ledger says to a refusal is kept as far as a person reads it")
    func longLog() throws {
        let log = String(repeating: "x", count: 1_000_000)
        let json = Data(#"{"code":5,"log":"\#(log)","codespace":"\#(log)","hash":""}"#.utf8)
        let answer = try JSONDecoder().decode(RPCBroadcast.self, from: json)
        #expect(answer.log.utf8.count <= 503 && answer.codespace.utf8.count <= 503)
        guard case .refused(5, [], let said) = SendAnswer(answer) else {
            Issue.record("\(answer)")
            return
        }
        #expect(said == answer.log)
    }
}
