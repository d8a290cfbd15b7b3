import Foundation
import LightClients
import Testing
import UpstreamNodes
import Wire

/// A line of CometBFT, with the answers that differ from those of other lines.
///
/// Headers, votes and validators are the same bytes on all of them; here they are recorded ones.
private struct Dialect: Sendable {
    /// The version that the node tells of itself.
    var version: String
    /// The version of the protocol between nodes.
    var peerProtocol = 8
    var hasHeaderMethod = true
    /// The members of `block_results` beside height and results.
    var resultMembers: String
    /// Attributes of one event.
    var attributes = #"{"key":"creator","value":"site","index":true}"#
    /// What a transaction without a proof has in its place.
    var noProof = ""
    /// The proof of an answer to a query.
    var queryProof = #""proofOps":null,"#

    static let v034 = Dialect(
        version: "0.34.35", hasHeaderMethod: false,
        resultMembers: #"""
            "begin_block_events":[{"type":"a","attributes":[{"key":"Yg==","value":null}]}],
            "end_block_events":null,"validator_updates":[],"consensus_param_updates":null
            """#,
        // Base64 on this line, plain text on all later ones.
        attributes: #"{"key":"Y3JlYXRvcg==","value":"c2l0ZQ==","index":true}"#,
        noProof: #"""
            ,"proof":{"root_hash":"","data":null,
            "proof":{"total":"0","index":"0","leaf_hash":null,"aunts":null}}
            """#)
    static let v037 = Dialect(
        version: "0.37.18",
        resultMembers: #"""
            "begin_block_events":[{"type":"a","attributes":[]}],"end_block_events":[],
            "validator_updates":null,"consensus_param_updates":{"block":{"max_bytes":"22020096"}}
            """#)
    static let v038 = Dialect(
        version: "0.38.25",
        resultMembers: #"""
            "finalize_block_events":null,"validator_updates":null,"consensus_param_updates":null,
            "app_hash":"AgAAAAAAAAA="
            """#)
    /// BLS keys came with this line, as did the authority that may change parameters.
    static let v039 = Dialect(
        version: "0.39.4",
        resultMembers: #"""
            "finalize_block_events":null,"validator_updates":[{"pub_key":{"Sum":{"type":
            "tendermint.crypto.PublicKey_Bls12381","value":{"bls12381":"AA=="}}},"power":"25"}],
            "consensus_param_updates":{"block":{"max_bytes":"4194304","max_gas":"-1"},
            "authority":{"authority":""}},"app_hash":"AgAAAAAAAAA="
            """#)
    static let v040 = Dialect(
        version: "0.40.0",
        resultMembers: #"""
            "finalize_block_events":[],"validator_updates":[{"pub_key":{"Sum":{"type":
            "tendermint.crypto.PublicKey_Mldsa65","value":{"mldsa65":"AA=="}}},"power":"25"}],
            "consensus_param_updates":{"authority":{"authority":"gov"}},"app_hash":"AgAAAAAAAAA="
            """#)
    static let v1 = Dialect(
        version: "1.0.1", peerProtocol: 9,
        resultMembers: #"""
            "finalize_block_events":[],"validator_updates":[{"power":"25","pub_key_bytes":"AA==",
            "pub_key_type":"ed25519"}],"consensus_param_updates":{"synchrony":{},"feature":{}},
            "app_hash":"AgAAAAAAAAA="
            """#,
        queryProof: #""proof_ops":{"ops":[{"type":"t","key":"AQ==","data":"Ag=="}]},"#)

    static let all = [v034, v037, v038, v039, v040, v1]
}

extension Dialect: CustomTestStringConvertible {
    var testDescription: String { version }

    private static let transaction = [UInt8]("load".utf8)
    static let txHash = Digest.of(transaction)

    /// The answer's result as JSON; nil for a method that the line does not have.
    private func result(_ question: NodeQuestion) -> String? {
        switch question.method {
        case "status":
            return #"""
                {"node_info":{"protocol_version":{"p2p":"\#(peerProtocol)","block":"11","app":"0"},
                "id":"ab","listen_addr":"tcp://0.0.0.0:26656","network":"weigh-fixture-1",
                "version":"\#(version)","channels":"4020","moniker":"n",
                "other":{"tx_index":"on","rpc_address":""}},
                "sync_info":{"latest_block_hash":"","latest_app_hash":"","latest_block_height":"52",
                "latest_block_time":"2026-11-23T16:05:11Z","earliest_block_hash":"",
                "earliest_app_hash":"","earliest_block_height":"1",
                "earliest_block_time":"2026-11-23T16:04:26.208592502Z","catching_up":false},
                "validator_info":{"address":"","pub_key":{"type":"tendermint/PubKeyEd25519",
                "value":null},"voting_power":"0"}}
                """#
        case "block_results":
            return #"""
                {"height":"5","txs_results":[{"code":0,"data":"AQI=","log":"","info":"",
                "gas_wanted":"7","gas_used":"5","events":[{"type":"app",
                "attributes":[\#(attributes)]}],"codespace":""}],\#(resultMembers)}
                """#
        case "tx":
            return #"""
                {"hash":"\#(Hex.encode(Self.txHash.bytes, uppercase: true))","height":"5","index":0,
                "tx_result":{"code":4,"data":null,"log":"no","gas_wanted":"0","gas_used":"0",
                "events":[],"codespace":"app"},
                "tx":"\#(Base64.encode(Self.transaction))"\#(noProof)}
                """#
        case "broadcast_tx_sync":
            return #"""
                {"code":0,"data":"","log":"","codespace":"",
                "hash":"\#(Hex.encode(Self.txHash.bytes, uppercase: true))"}
                """#
        case "abci_query":
            return #"""
                {"response":{"code":0,"log":"","info":"","index":"0","key":"AQ==","value":"Ag==",
                \#(queryProof)"height":"9","codespace":""}}
                """#
        default: return nil
        }
    }

    func answer(_ question: NodeQuestion) -> LoopbackServer.Answer {
        let height = question.integer("height") ?? RecordedNode.top
        let folder = "height/" + String(format: "%05d", height) + "/"
        do {
            switch question.method {
            case "commit", "validators":
                return question.recorded(
                    try RecordedNode.text(folder + question.method + ".get.json"))
            case "header" where hasHeaderMethod:
                return question.recorded(try RecordedNode.text(folder + "header.get.json"))
            default:
                guard let result = result(question) else {
                    return .body(
                        #"""
                        {"jsonrpc":"2.0","id":"\#(question.id)",
                        "error":{"code":-32601,"message":"Method not found"}}
                        """#)
                }
                return .body(#"{"jsonrpc":"2.0","id":"\#(question.id)","result":\#(result)}"#)
            }
        } catch {
            return question.error("\(error)")
        }
    }
}

/// One verifier, one client: versions differ in names and members of JSON alone.
@Suite("Lines of CometBFT from 0.34 to 1.0")
struct DialectTests {
    private static func with(
        _ respond: @escaping @Sendable (NodeQuestion) -> LoopbackServer.Answer,
        _ body: (CometBFTNode, LoopbackServer) async throws -> Void
    ) async throws {
        let server = try LoopbackServer.node(respond)
        let client = NodeClient()
        do {
            try await body(CometBFTNode(url: server.url, client: client), server)
        } catch {
            await client.shutdown()
            server.stop()
            throw error
        }
        await client.shutdown()
        server.stop()
    }

    private static func methods(_ server: LoopbackServer) throws -> [String] {
        try server.questions.map { try NodeQuestion($0).method }
    }

    @Test("status, transactions, results and queries read the same", arguments: Dialect.all)
    fileprivate func answers(dialect: Dialect) async throws {
        try await Self.with({ dialect.answer($0) }) { node, _ in
            let status = try await node.status()
            #expect(status.node.version == dialect.version)
            #expect(status.node.peerProtocol == UInt64(dialect.peerProtocol))
            #expect(status.node.network == "weigh-fixture-1")
            #expect(status.sync.latest.height == 52)
            let results = try await node.blockResults(5)
            #expect(results == [ExecTxResult(code: 0, data: [1, 2], gasWanted: 7, gasUsed: 5)])
            let transaction = try await node.tx(Dialect.txHash)
            #expect(transaction.height == 5)
            #expect(transaction.proof == nil)
            #expect(transaction.result.result.code == 4 && transaction.result.codespace == "app")
            #expect(try await node.broadcast(Array("load".utf8)).code == 0)
            let query = try await node.query("/log", data: [1], height: nil)
            #expect(query.value == [2] && query.height == 9)
            #expect((query.proof == nil) == (dialect.version != "1.0.1"))
        }
    }

    @Test("header, votes and validators are verified alike", arguments: Dialect.all)
    fileprivate func blocks(dialect: Dialect) async throws {
        try await Self.with({ dialect.answer($0) }) { node, server in
            let block = try await node.lightBlock(33)
            let hash = try #require(block.header.hash)
            let now = try #require(Timestamp(rfc3339: "2026-11-23T16:05:16Z"))
            let options = TrustOptions(
                chainID: "weigh-fixture-1", trustingPeriodSeconds: 86_400)
            let verdict = Verifier.start(
                block, at: Anchor(height: 33, hash: hash), options: options, now: now)
            guard case .verified = verdict else {
                Issue.record("\(verdict)")
                return
            }
            let asked = server.questions.count
            #expect(try await node.header(33) == block.header)
            let methods = try Self.methods(server).dropFirst(asked)
            // Before 0.37 a header comes with its votes, and the validators who gave them.
            #expect(
                Array(methods)
                    == (dialect.hasHeaderMethod ? ["header"] : ["header", "commit", "validators"]))
        }
    }

    @Test("members that are zero may be left out, as some forks do")
    func sparse() async throws {
        try await Self.with({ question in
            .body(
                #"""
                {"jsonrpc":"2.0","id":"\#(question.id)","result":{"height":"5",
                "txs_results":[{},{"code":4},{"data":"AQ==","gas_used":"3"}]}}
                """#)
        }) { node, _ async throws in
            let results = try await node.blockResults(5)
            #expect(
                results == [
                    ExecTxResult(code: 0, data: []), ExecTxResult(code: 4, data: []),
                    ExecTxResult(code: 0, data: [1], gasUsed: 3),
                ])
        }
    }

    @Test("where the next validators are not there yet, one step does without (tendermint 7641)")
    func nextSetNotYet() async throws {
        // The set changes after height 31; the node has just made it and not the one above.
        try await Self.with({ question in
            if question.method == "validators", question.integer("height") == 32 {
                return question.error(
                    "height 32 must be less than or equal to the current blockchain height 31")
            }
            return Dialect.v034.answer(question)
        }) { node, server in
            let block = try await node.lightBlock(31)
            #expect(block.header.nextValidatorsHash != block.header.validatorsHash)
            #expect(block.nextValidators == nil)
            let methods = try Self.methods(server)
            #expect(methods == ["commit", "validators", "validators"])
        }
    }

    @Test("any other refusal of the next validators is one of the whole block")
    func nextSetRefused() async throws {
        try await Self.with({ question in
            if question.method == "validators", question.integer("height") == 32 {
                return question.error("could not find validator set for height #32")
            }
            return Dialect.v038.answer(question)
        }) { node, _ async throws in
            let error = await #expect(throws: UpstreamError.self) {
                try await node.lightBlock(31)
            }
            #expect(error?.code == .pruned && error?.again == .elsewhere)
        }
    }

    @Test("a node that catches up closes its questions on the later lines: another one is asked")
    func catchingUp() async throws {
        try await Self.with({ $0.error("endpoint is closed while node is catching up") }) {
            node, _ async throws in
            let error = await #expect(throws: UpstreamError.self) { try await node.header(5) }
            #expect(error?.code == .notOffered && error?.again == .elsewhere)
        }
    }
}
