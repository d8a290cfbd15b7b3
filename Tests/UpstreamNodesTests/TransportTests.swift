import Delivery
import LightClients
import TestKit
import Testing
import UpstreamNodes
import Wire

@Suite("Bad lines and bad neighbours")
struct TransportTests {
    /// Asks for a status and gives back the failure.
    private func failure(
        _ limits: NodeLimits = NodeLimits(),
        _ respond: @escaping @Sendable (LoopbackServer.Question) -> LoopbackServer.Answer
    ) async throws -> UpstreamError? {
        let server = try LoopbackServer(respond: respond)
        let client = NodeClient()
        let node = CometBFTNode(url: server.url, client: client, limits: limits)
        let error = await #expect(throws: UpstreamError.self) { try await node.status() }
        await client.shutdown()
        server.stop()
        return error
    }

    @Test("a question is a POST that no cache may answer, with an id of its own")
    func question() async throws {
        let server = try LoopbackServer.node { question in
            question.method == "broadcast_tx_sync"
                ? question.answer(RPCBroadcast(code: 0, hash: Digest.of([1, 2]).bytes))
                : question.answer(
                    RPCTx(
                        hash: Digest.zero.bytes, height: 3, index: 0,
                        result: RPCTxResult(ExecTxResult(code: 0, data: [])), transaction: [1],
                        proof: nil))
        }
        let client = NodeClient()
        let node = CometBFTNode(url: server.url, client: client)
        #expect(await node.send([1, 2]) == .accepted)
        #expect(await node.lookUp(.zero) == .found(height: 3))
        let asked = server.questions
        #expect(asked.allSatisfy { $0.head.hasPrefix("POST / HTTP/1.1") })
        #expect(asked.allSatisfy { $0.header("cache-control") == "no-cache" })
        let questions = try asked.map { try NodeQuestion($0) }
        #expect(Set(questions.map(\.id)).count == 2)
        #expect(questions.allSatisfy { $0.jsonrpc == "2.0" })
        #expect(questions[0].params == ["tx": .text("AQI=")])
        #expect(
            questions[1].params == [
                "hash": .text(Base64.encode(Digest.zero.bytes)), "prove": .flag(true),
            ])
        await client.shutdown()
        server.stop()
    }

    @Test("the ledger's refusal is an answer with its code, data and words")
    func refusal() async throws {
        let server = try LoopbackServer.node { question in
            question.answer(
                RPCBroadcast(code: 20, data: [9], log: "no", hash: Digest.of([1]).bytes))
        }
        let client = NodeClient()
        let node = CometBFTNode(url: server.url, client: client)
        #expect(await node.send([1]) == .refused(code: 20, data: [9], log: "no"))
        await client.shutdown()
        server.stop()
    }

    @Test("nobody listening, a hang-up and a proxy without its node all mean away")
    func away() async throws {
        let client = NodeClient()
        let nowhere = CometBFTNode(
            url: "http://127.0.0.1:\(try FreePort.next())", client: client)
        let error = await #expect(throws: UpstreamError.self) { try await nowhere.status() }
        #expect(error?.code == .away)
        guard case .unknown = await nowhere.send([1]) else {
            Issue.record("what may have arrived is unknown")
            return
        }
        await client.shutdown()
        #expect(try await failure { _ in .hangUp }?.code == .away)
        #expect(
            try await failure { _ in .body("<html>", status: "502 Bad Gateway") }?.code == .away)
    }

    @Test("a node that is silent is given up in time")
    func silence() async throws {
        var limits = NodeLimits()
        limits.answerWithin = 200
        let error = try await failure(limits) { _ in .silence }
        #expect(error?.code == .timedOut)
    }

    @Test("an answer without end is cut off")
    func endless() async throws {
        var limits = NodeLimits()
        limits.mostAnswerBytes = 1_000
        let error = try await failure(limits) { _ in
            .body(String(repeating: " ", count: 5_000))
        }
        #expect(error?.code == .malformed)
    }

    @Test(
        "what is no answer of a node is not taken for one",
        arguments: [
            "", "<html>", "[]", "{}", #"{"jsonrpc":"2.0","id":"other","result":{}}"#,
            #"{"jsonrpc":"2.0","id":-1,"result":{}}"#,
        ])
    func malformed(text: String) async throws {
        #expect(try await failure { _ in .body(text) }?.code == .malformed)
    }

    @Test("an error before the question is understood has no id and is still an error")
    func errorWithoutID() async throws {
        let text = #"""
            {"jsonrpc":"2.0","error":{"code":-32600,"message":"Invalid Request",\#
            "data":"error reading request body: http: request body too large"}}
            """#
        let error = try await failure { _ in .body(text, status: "400 Bad Request") }
        #expect(error?.code == .tooLarge)
    }

    @Test("more than nodes read is never sent")
    func tooLarge() async throws {
        let server = try LoopbackServer.node { $0.error("not asked") }
        let client = NodeClient()
        let node = CometBFTNode(url: server.url, client: client)
        guard case .tooLarge = await node.send([UInt8](repeating: 1, count: 800_000)) else {
            Issue.record("800,000 bytes do not fit into a question")
            return
        }
        #expect(server.questions.isEmpty)
        await client.shutdown()
        server.stop()
    }

    @Test("an answer about another height or transaction is refused")
    func otherSubject() async throws {
        let server = try LoopbackServer.node { question in
            switch question.method {
            case "block_results":
                question.answer(RPCBlockResults(height: 8, results: [], appHash: []))
            case "header":
                question.answer(
                    RPCHeader(header: Header(chainID: "a", height: 8, time: .epoch)))
            case "broadcast_tx_sync": question.answer(RPCBroadcast(code: 0, hash: [1]))
            default:
                question.answer(
                    RPCTx(
                        hash: [1], height: 8, index: 0,
                        result: RPCTxResult(ExecTxResult(code: 0, data: [])), transaction: [1],
                        proof: nil))
            }
        }
        let client = NodeClient()
        let node = CometBFTNode(url: server.url, client: client)
        var error = await #expect(throws: UpstreamError.self) { try await node.blockResults(7) }
        #expect(error?.code == .malformed)
        error = await #expect(throws: UpstreamError.self) { try await node.header(7) }
        #expect(error?.code == .malformed)
        error = await #expect(throws: UpstreamError.self) { try await node.tx(.zero) }
        #expect(error?.code == .malformed)
        guard case .unknown = await node.send([5]) else {
            Issue.record("nobody knows what the node took")
            return
        }
        await client.shutdown()
        server.stop()
    }

    @Test("a node without blocks has nothing, and says so with null")
    func noBlocks() async throws {
        let server = try LoopbackServer { question in
            guard let asked = try? NodeQuestion(question) else { return .hangUp }
            return .body("{\"jsonrpc\":\"2.0\",\"id\":\"\(asked.id)\",\"result\":null}")
        }
        let client = NodeClient()
        let node = CometBFTNode(url: server.url, client: client)
        let error = await #expect(throws: UpstreamError.self) { try await node.lightBlock(nil) }
        #expect(error?.code == .notFound)
        await client.shutdown()
        server.stop()
    }
}
