import Delivery
import Foundation
import LightClients
import TestKit
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
        ("no evidence was provided", .other, .refused),
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
        "every error that real nodes answered to a POST is read",
        .enabled(if: Vectors.arePresent, "the vectors folder is not here"))
    func recorded() throws {
        let folder = try #require(Vectors.folder).appendingPathComponent("recorded-0.38")
        let files = try #require(
            FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil))
        var (read, unclear) = (0, [String]())
        for case let file as URL in files where file.path.hasSuffix(".post.json") {
            // Batches of several answers are not asked for, and are no single answer.
            guard
                let answer = try? JSONDecoder().decode(
                    RPCAnswer<RPCError>.self, from: Data(contentsOf: file)),
                let error = answer.error
            else { continue }
            read += 1
            let complaint = NodeComplaint(error)
            if complaint.meaning == .other { unclear.append(complaint.text) }
        }
        #expect(read > 40)
        // Only questions that this client never asks have no meaning of their own.
        let foreign = [
            "height must be greater", "heights must be", "evidence", "offset",
            "block indexing", "too few input", "chunks",
        ]
        #expect(unclear.filter { text in !foreign.contains { text.contains($0) } } == [])
    }
}
