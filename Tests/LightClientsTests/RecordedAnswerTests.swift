import Foundation
import LightClients
import Testing
import Wire

/// Answers to the questions that this client asks decode into its types; answers to all others
/// decode as answers, with the members that they are known to have.
@Suite("Every recorded answer")
struct RecordedAnswerTests {
    /// What a recording says of one of its files.
    private struct Entry: Decodable {
        let file: String
        let target: String
        let body: String?
        let note: String?

        /// The method that was asked, of the target of a GET or the body of a POST.
        var method: String {
            struct Question: Decodable { let method: String? }
            let path = target.drop { $0 == "/" }.prefix { $0 != "?" }
            guard path.isEmpty, let body else { return String(path) }
            // Some bodies are deliberately no question, some are described instead of recorded.
            let question = try? JSONDecoder().decode(Question.self, from: Data(body.utf8))
            return question?.method ?? ""
        }
    }

    private struct Index: Decodable { let answers: [Entry] }

    /// A result that is only looked at for the names of its members.
    private struct Members: Codable, Sendable {
        private struct Name: CodingKey {
            let stringValue: String
            let intValue: Int? = nil
            init(stringValue: String) { self.stringValue = stringValue }
            init?(intValue: Int) { nil }
        }
        let names: Set<String>
        init(from decoder: any Decoder) throws {
            names = Set(try decoder.container(keyedBy: Name.self).allKeys.map(\.stringValue))
        }
        func encode(to encoder: any Encoder) throws {}
    }

    /// A block as `block` and its relatives tell it.
    private struct Block: Codable, Sendable {
        struct Content: Codable, Sendable {
            struct Transactions: Codable, Sendable { let txs: [String]? }
            let header: Header
            let data: Transactions
            let last_commit: Commit
        }
        let block_id: BlockID
        let block: Content?
    }

    private struct Found: Codable, Sendable {
        let txs: [RPCTx]
        let total_count: String
    }

    private struct Committed: Codable, Sendable {
        let check_tx: RPCTxResult
        let tx_result: RPCTxResult
        let hash: String
        let height: String
    }

    /// What methods that this client never asks are known to answer, at least.
    private static let others: [String: Set<String>] = [
        "health": [], "consensus_params": ["block_height", "consensus_params"],
        "genesis": ["genesis"], "genesis_chunked": ["chunk", "total", "data"],
        "net_info": ["listening", "n_peers", "peers"], "abci_info": ["response"],
        "consensus_state": ["round_state"], "dump_consensus_state": ["round_state", "peers"],
        "num_unconfirmed_txs": ["n_txs", "total", "total_bytes"],
        "unconfirmed_txs": ["n_txs", "total", "total_bytes", "txs"],
        "block_search": ["blocks", "total_count"],
    ]

    private static func answer<Result: Codable & Sendable>(
        _ data: Data, _ type: Result.Type
    ) throws -> (result: Result?, error: RPCError?) {
        let answer = try JSONDecoder().decode(RPCAnswer<Result>.self, from: data)
        return (answer.result, answer.error)
    }

    /// Decodes one answer; false where it is neither a result nor an error, but null.
    private static func read(_ data: Data, _ method: String) throws -> Bool {
        func isThere(_ answer: (result: some Any, error: RPCError?)) -> Bool {
            answer.error != nil || "\(answer.result)" != "nil"
        }
        switch method {
        case "status": return isThere(try answer(data, RPCStatus.self))
        case "commit": return isThere(try answer(data, RPCCommit.self))
        case "validators": return isThere(try answer(data, RPCValidators.self))
        case "header", "header_by_hash": return isThere(try answer(data, RPCHeader.self))
        case "blockchain": return isThere(try answer(data, RPCBlockchain.self))
        case "block_results": return isThere(try answer(data, RPCBlockResults.self))
        case "tx": return isThere(try answer(data, RPCTx.self))
        case "tx_search": return isThere(try answer(data, Found.self))
        case "broadcast_tx_sync", "broadcast_tx_async":
            return isThere(try answer(data, RPCBroadcast.self))
        case "broadcast_tx_commit": return isThere(try answer(data, Committed.self))
        case "check_tx": return isThere(try answer(data, RPCTxResult.self))
        case "abci_query": return isThere(try answer(data, RPCABCIQuery.self))
        case "broadcast_evidence": return isThere(try answer(data, RPCEvidence.self))
        case "block", "block_by_hash":
            let block = try answer(data, Block.self)
            if let block = block.result?.block, let name = try answer(data, Block.self).result {
                try #require(block.header.hash?.bytes == name.block_id.hash)
                try #require(block.last_commit.hash.bytes == block.header.lastCommitHash)
                let transactions = try (block.data.txs ?? []).map { text in
                    try #require(Base64.decode(text))
                }
                try #require(TxProof.root(of: transactions).bytes == block.header.dataHash)
            }
            return isThere(block)
        default:
            let members = try answer(data, Members.self)
            if let names = members.result?.names {
                try #require((others[method] ?? []).isSubset(of: names), "\(names)")
            }
            return isThere(members)
        }
    }

    @Test("decodes", arguments: ["", "extra/"])
    func decodes(base: String) throws {
        let index = try JSONDecoder().decode(
            Index.self, from: Recording.data(base + "index.json"))
        var (read, null): (Int, Set<String>) = (0, [])
        for entry in index.answers where entry.file.hasSuffix(".json") {
            let data = try Recording.data(base + entry.file)
            do {
                if data.first == UInt8(ascii: "[") {
                    let batch = try JSONDecoder().decode([RPCAnswer<Members>].self, from: data)
                    try #require(batch.allSatisfy { ($0.result == nil) != ($0.error == nil) })
                } else if try !Self.read(data, entry.method) {
                    null.insert(entry.method)
                }
            } catch {
                Issue.record("\(base)\(entry.file), \(entry.method): \(error)")
            }
            read += 1
        }
        #expect(read > (base.isEmpty ? 530 : 250))
        // A node without blocks has no commit, and says so without an error.
        #expect(null == (base.isEmpty ? [] : ["commit"]))
    }

    @Test("is in the index, and every method in it is known", arguments: ["", "extra/"])
    func complete(base: String) throws {
        let index = try JSONDecoder().decode(
            Index.self, from: Recording.data(base + "index.json"))
        let listed = Set(index.answers.map(\.file))
        let root = Recording.folder.appendingPathComponent(base)
        let files = try #require(FileManager.default.enumerator(atPath: root.path))
            .compactMap { $0 as? String }
            .filter { file in
                (file.hasSuffix(".json") || file.hasSuffix(".txt") || file.hasSuffix(".empty"))
                    && !(base.isEmpty && (file.hasPrefix("extra/") || file.hasPrefix("websocket/")))
            }
        #expect(Set(files).subtracting(listed) == ["expected.json", "index.json"])
        #expect(listed.isSubset(of: files))
        let typed: Set = [
            "status", "commit", "validators", "header", "header_by_hash", "blockchain",
            "block_results", "tx", "tx_search", "broadcast_tx_sync", "broadcast_tx_async",
            "broadcast_tx_commit", "check_tx", "abci_query", "broadcast_evidence", "block",
            "block_by_hash",
        ]
        // What is no method of a node is answered by an error, or is no question at all.
        let none: Set = ["", "light_block", "subscribe", "unsafe_flush_mempool"]
        let known = typed.union(Self.others.keys).union(none)
        #expect(Set(index.answers.map(\.method)).subtracting(known) == [])
    }

    @Test("over a websocket is an answer too", arguments: 0...5)
    func frames(number: Int) throws {
        let data = try Recording.data("websocket/frame_\(number).json")
        let frame = try Self.answer(data, Members.self)
        let names = try #require(frame.result).names
        // Two subscriptions are answered by nothing, then the events come.
        #expect(names.isEmpty || names.isSuperset(of: ["query", "data", "events"]))
    }
}
