import Evidence
import Foundation
import FoundationNetworking
import IntakeLedger
import LedgerQueries
import LedgerServer
import TestKit
import Testing
import Wire

@testable import LedgerNode

/// A ledger node that is asked over real HTTP, and what verifies its answers.
enum AskedNode {
    struct Answer {
        let status: Int
        let json: [String: Any]
    }

    /// A node with blocks, and its API, for as long as the body takes.
    static func run(
        _ blocks: [[[UInt8]]], _ genesis: LedgerGenesis,
        _ body: (_ ask: (String) async throws -> Answer, _ appHash: [UInt8]) async throws -> Void
    ) async throws {
        let folder = try TemporaryDirectory()
        let application = try LedgerApplication(NodeOptions(state: folder.path), version: "test")
        var question = ABCIInitChain.Question()
        (question.chainID, question.appStateBytes) = (NodeSite.chainID, genesis.json)
        _ = await application.answer(.initChain(question))
        var appHash: [UInt8] = []
        for (place, block) in blocks.enumerated() {
            var finalize = ABCIFinalizeBlock.Question()
            (finalize.transactions, finalize.height) = (block, Int64(place) + 1)
            guard
                case .finalizeBlock(let answer) = await application.answer(
                    .finalizeBlock(finalize))
            else { throw Trouble("no block") }
            #expect(answer.transactionResults.allSatisfy { $0.code == 0 })
            appHash = answer.appHash
            _ = await application.answer(.commit)
        }
        let server = QueryServer(host: "127.0.0.1", port: 0) {
            try await application.answer($0)
        }
        let (ports, found) = AsyncStream<Int>.makeStream()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await server.run { found.yield($0) } }
            defer { group.cancelAll() }
            let port = await ports.first { _ in true } ?? 0
            try await body({ try await Self.get("http://127.0.0.1:\(port)\($0)") }, appHash)
        }
    }

    private static func get(_ address: String, method: String = "GET") async throws -> Answer {
        var request = URLRequest(url: try #require(URL(string: address)))
        request.httpMethod = method
        let (data, response) = try await URLSession.shared.data(for: request)
        let json = try JSONSerialization.jsonObject(with: data) as? [String: Any]
        return Answer(
            status: (response as? HTTPURLResponse)?.statusCode ?? 0, json: try #require(json))
    }

    /// Whether every entry of an answer stands under the app hash: by nothing but the answer.
    static func verify(_ answer: Answer, _ appHash: [UInt8]) throws -> Int {
        let roots = try #require(answer.json["roots"] as? [String]).compactMap {
            Base64.decode($0)
        }
        #expect(MerkleTree.root(of: roots).bytes == appHash)
        let log = try LedgerRoots(leaves: roots).log
        let entries = try #require(answer.json["entries"] as? [[String: Any]])
        for entry in entries {
            let digest = try #require(Digest(hex: entry["digest"] as? String ?? ""))
            if let text = entry["entry"] as? String {
                let bytes = try #require(Base64.decode(text))
                #expect(try JournalEntry(decoding: bytes).digest == digest)
            }
            let path = MerklePath(
                index: UInt64(clamping: entry["index"] as? Int ?? -1), total: log.count,
                aunts: (entry["aunts"] as? [String] ?? []).compactMap { Digest(hex: $0) })
            #expect(path.root(fromLeafHash: MerkleTree.leafHash(digest.bytes)) == log.root)
        }
        return entries.count
    }
}
