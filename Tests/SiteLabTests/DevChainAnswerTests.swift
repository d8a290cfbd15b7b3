import Foundation
import LightClients
import Testing
import Wire

@testable import SiteLab

/// A question that a node refuses, and how.
struct RefusedQuestion: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let body: String
    var status = 200
    let answer: String

    init(_ method: String, _ params: String, error: String, code: Int = -32603) {
        testDescription = "\(method) \(params)"
        body = #"{"jsonrpc":"2.0","id":7,"method":"\#(method)","params":\#(params)}"#
        let message = code == -32603 ? "Internal error" : "Invalid params"
        answer = #"{"id":7,"error":{"code":\#(code),"message":"\#(message)","data":\#(error)}}"#
    }

    init(body: String, status: Int = 200, answer: String) {
        (testDescription, self.body, self.status, self.answer) = (body, body, status, answer)
    }

    private static let tooHigh =
        "height 9 must be less than or equal to the current blockchain height"
    private static let hash = String(repeating: "A", count: 43) + "="
    private static let zeros = String(repeating: "0", count: 64)

    static let all =
        heights + [
            RefusedQuestion("tx", #"{"hash":"\#(hash)"}"#, error: #""tx (\#(zeros)) not found""#),
            RefusedQuestion("tx", #"{"hash":"AAAA"}"#, error: #""tx (000000) not found""#),
            RefusedQuestion(
                "validators", #"{"page":"2"}"#,
                error: #""page should be within [1, 1] range, given 2""#),
            RefusedQuestion(
                "validators", #"{"page":"0"}"#,
                error: #""page should be within [1, 1] range, given 0""#),
            RefusedQuestion(
                "blockchain", #"{"minHeight":"9"}"#,
                error: #""min height 9 can't be greater than max height 1""#),
            RefusedQuestion(
                "blockchain", #"{"minHeight":"-1"}"#, error: #""heights must be non-negative""#),
            RefusedQuestion(
                "commit", #"{"height":3}"#,
                error: #""error converting json params to arguments: invalid 64-bit integer "#
                    + #"encoding \"3\", expected string""#, code: -32602),
            RefusedQuestion(
                body: #"{"jsonrpc":"2.0","id":"q","method":"genesis_of_all","params":{}}"#,
                answer: #"{"id":"q","error":{"code":-32601,"message":"Method not found"}}"#),
            RefusedQuestion(
                body: #"{"jsonrpc":"2.0","id":1,"method":"commit"}"#, status: 500,
                answer: #"{"id":-1,"error":{"code":-32603,"message":"Internal error","#
                    + #""data":"reflect: Call with too few input arguments"}}"#),
            RefusedQuestion(
                body: "[" + [String](repeating: "{}", count: 11).joined(separator: ",") + "]",
                answer: #"{"error":{"code":-32600,"message":"Invalid Request","data":"batch "#
                    + #"request exceeds maximum (10) allowed number of requests"}}"#),
            RefusedQuestion(
                body: String(repeating: " ", count: 1_000_001), status: 400,
                answer: #"{"error":{"code":-32600,"message":"Invalid Request","data":"error "#
                    + #"reading request body: http: request body too large"}}"#),
        ]

    private static let heights: [RefusedQuestion] =
        ["commit", "header", "block_results"].flatMap { method in
            [
                RefusedQuestion(method, #"{"height":"9"}"#, error: #""\#(tooHigh) 1""#),
                RefusedQuestion(
                    method, #"["0"]"#, error: #""height must be greater than 0, but got 0""#),
            ]
        } + [
            RefusedQuestion("validators", #"{"height":"9"}"#, error: #""\#(tooHigh) 2""#)
        ]
}

@Suite("What a dev chain's node answers")
struct DevChainAnswerTests {
    /// A chain that has its first block and will not get another for a while.
    private func still(
        _ change: (inout DevChainSettings) -> Void = { _ in },
        _ body: (NodeClient) async throws -> Void
    ) async throws {
        let settings = try DevGateway().settings { settings in
            settings.blockInterval = 600_000
            change(&settings)
        }
        try await withDevChain(settings) { _, node, _ in try await body(node) }
    }

    private func object(_ json: String) throws -> NSDictionary {
        let object = try JSONSerialization.jsonObject(with: Data(json.utf8))
        return try #require(object as? NSDictionary)
    }

    @Test("it refuses in CometBFT's envelopes and words")
    func refusals() async throws {
        try await still { node in
            for question in RefusedQuestion.all {
                let answer = try await node.post(question.body)
                var expected = question.answer
                expected.insert(
                    contentsOf: #""jsonrpc":"2.0","#, at: expected.index(after: expected.startIndex)
                )
                #expect(answer.status == question.status, "\(question.testDescription)")
                #expect(try object(answer.body) == object(expected), "\(answer.body)")
            }
            let broken = try await node.post("{")
            #expect(broken.status == 500)
            #expect(broken.body.contains(#""code":-32700"#))
            #expect(broken.body.contains("Parse error. Invalid JSON"))
        }
    }

    @Test("lists of questions are answered as lists, and notifications not at all")
    func batches() async throws {
        try await still { node in
            let ask = { (id: String) in #"{"jsonrpc":"2.0",\#(id)"method":"health","params":{}}"# }
            let two = try await node.post("[\(ask(#""id":1,"#)),\(ask(#""id":2,"#))]")
            let list =
                try JSONSerialization.jsonObject(with: Data(two.body.utf8)) as? [NSDictionary]
            #expect(list?.compactMap { $0["id"] as? Int } == [1, 2])
            let one = try await node.post("[\(ask(#""id":1,"#))]")
            #expect(try object(one.body)["id"] as? Int == 1)
            for silent in ["", #""id":null,"#] {
                let answer = try await node.post(ask(silent))
                #expect(answer.status == 200 && answer.body.isEmpty)
            }
            #expect(try await node.post("[]").body.isEmpty)
        }
    }

    @Test("the newest votes are not final, and the next validators are known")
    func newest() async throws {
        let settings = try DevGateway().settings()
        try await withDevChain(settings) { _, node, _ in
            var status: RPCStatus
            repeat { status = try await node.ask("status") } while status.sync.latest.height < 3
            let commit: RPCCommit = try await node.ask("commit")
            #expect(!commit.isCanonical)
            let old: RPCCommit = try await node.ask("commit", #"["2"]"#)
            #expect(old.isCanonical)
            #expect(status.node.network == "weighpost-dev" && status.node.blockProtocol == 11)
            #expect(status.sync.earliest.height == 1 && !status.sync.isCatchingUp)
            let next: RPCValidators = try await node.ask("validators")
            #expect(next.height > 3 && next.total == 4)
        }
    }

    @Test("validators come in pages, 30 unless asked, and never more than 100")
    func paging() async throws {
        let many = { (settings: inout DevChainSettings) in
            settings.powers = (1...105).map { Int64($0) }
        }
        try await still(many) { node in
            let usual: RPCValidators = try await node.ask("validators", #"{"height":"1"}"#)
            #expect(usual.validators.count == 30 && usual.total == 105)
            var all: [Validator] = []
            for (page, count) in [(1, 100), (2, 5)] {
                let answer: RPCValidators = try await node.ask(
                    "validators", #"{"height":"2","page":"\#(page)","per_page":"1000"}"#)
                #expect(answer.validators.count == count)
                all += answer.validators
            }
            let header: RPCHeader = try await node.ask("header", #"{"height":"1"}"#)
            #expect(ValidatorSet(validators: all).hash.bytes == header.header?.nextValidatorsHash)
        }
    }

    @Test("headers come newest first, at most twenty")
    func headers() async throws {
        let node = try DevNode(try DevGateway().settings())
        for _ in 0..<30 { _ = try await node.advance() }
        let all = try await node.headers(from: 0, to: 0)
        #expect(all.lastHeight == 31)
        #expect(all.metas.map(\.header.height) == (12...31).reversed())
        let some = try await node.headers(from: 3, to: 5)
        #expect(some.metas.map(\.header.height) == [5, 4, 3])
        for (later, earlier) in zip(some.metas, some.metas.dropFirst()) {
            #expect(later.header.lastBlockID == earlier.blockID)
            #expect(later.header.time > earlier.header.time)
        }
        #expect(try await node.headers(from: 1, to: 99).metas.count == 20)
    }
}
