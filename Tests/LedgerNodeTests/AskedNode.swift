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
        limits: QuestionLane.Limits = QuestionLane.Limits(),
        _ body: (_ ask: @escaping (String) async throws -> Answer, _ appHash: [UInt8]) async throws
            -> Void
    ) async throws {
        let folder = try TemporaryDirectory()
        let application = try LedgerApplication(
            NodeOptions(state: folder.path), version: "test", limits: limits)
        let appHash = try await commit(blocks, genesis, application)
        try await serve(application) { ask, _ in try await body(ask, appHash) }
    }

    /// The same, for who connects by himself.
    static func run(
        _ blocks: [[[UInt8]]], _ genesis: LedgerGenesis,
        _ body: (
            _ ask: @escaping (String) async throws -> Answer, _ port: Int, _ appHash: [UInt8]
        ) async throws -> Void
    ) async throws {
        let folder = try TemporaryDirectory()
        let application = try LedgerApplication(NodeOptions(state: folder.path), version: "test")
        let appHash = try await commit(blocks, genesis, application)
        try await serve(application) { ask, port in try await body(ask, port, appHash) }
    }

    /// Begins a chain and commits blocks; gives the app hash after them.
    static func commit(
        _ blocks: [[[UInt8]]], _ genesis: LedgerGenesis, _ application: LedgerApplication
    ) async throws -> [UInt8] {
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
        return appHash
    }

    /// The API of a node, for as long as the body takes.
    static func serve(
        _ application: LedgerApplication,
        _ body: (_ ask: @escaping (String) async throws -> Answer, _ port: Int) async throws -> Void
    ) async throws {
        let server = QueryServer(host: "127.0.0.1", port: 0) {
            try await application.answer($0)
        }
        let (ports, found) = AsyncStream<Int>.makeStream()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await server.run { found.yield($0) } }
            defer { group.cancelAll() }
            let port = await ports.first { _ in true } ?? 0
            try await body({ try await Self.get("http://127.0.0.1:\(port)\($0)") }, port)
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

    /// The leaves of an answer's roots, when they stand under the app hash.
    static func roots(_ answer: Answer, _ appHash: [UInt8]) throws -> LedgerRoots {
        let leaves = try #require(answer.json["roots"] as? [String]).compactMap {
            Base64.decode($0)
        }
        #expect(MerkleTree.root(of: leaves).bytes == appHash)
        return try LedgerRoots(leaves: leaves)
    }

    /// Whether a gateway's registration and head stand under the app hash: by nothing but the answer.
    ///
    /// Gives what its leaves say: the registration's parts, and the head.
    static func verify(
        gateway row: [String: Any], _ roots: LedgerRoots
    ) throws -> (registration: [CBOR], head: HeadProof.Head, index: Int) {
        let index = try #require(row["index"] as? Int)
        func leaf(_ name: String, under part: LedgerRoots.Part) throws -> [UInt8] {
            let bytes = try #require(Base64.decode(row[name] as? String ?? ""))
            let aunts = try #require(row["\(name)_aunts"] as? [String])
            let path = MerklePath(
                index: UInt64(index), total: part.count, aunts: aunts.compactMap { Digest(hex: $0) }
            )
            #expect(path.root(fromLeafHash: MerkleTree.leafHash(bytes)) == part.root)
            return bytes
        }
        let registration = try CBOR(decoding: leaf("registration", under: roots.registry))
        let head = try HeadProof.Head(decoding: leaf("head", under: roots.heads))
        let parts = try #require(registration.arrayValue)
        // What is written in clear is what the leaves say.
        #expect(parts[0].textValue == row["gateway"] as? String)
        #expect(parts[1].textValue == row["site"] as? String)
        #expect(parts[2].bytesValue.map { Hex.encode($0) } == row["key"] as? String)
        #expect(head.gateway == row["gateway"] as? String)
        #expect(head.link.seq == row["last"] as? UInt64)
        #expect(head.link.digest.description == row["digest"] as? String)
        return (parts, head, index)
    }

    /// Whether every entry of an answer stands under the app hash: by nothing but the answer.
    static func verify(_ answer: Answer, _ appHash: [UInt8]) throws -> Int {
        let log = try roots(answer, appHash).log
        #expect(answer.json["log_size"] as? UInt64 == log.count)
        let entries = try #require(answer.json["entries"] as? [[String: Any]])
        for entry in entries {
            let digest = try #require(Digest(hex: entry["digest"] as? String ?? ""))
            let text = entry["entry"] as? String
            if let text {
                let bytes = try #require(Base64.decode(text))
                #expect(try JournalEntry(decoding: bytes).digest == digest)
            }
            let path = MerklePath(
                index: UInt64(clamping: entry["index"] as? Int ?? -1), total: log.count,
                aunts: (entry["aunts"] as? [String] ?? []).compactMap { Digest(hex: $0) })
            #expect(path.root(fromLeafHash: MerkleTree.leafHash(try leaf(entry))) == log.root)
        }
        return entries.count
    }

    /// The leaf of an entry, from what stands in its row.
    static func leaf(_ row: [String: Any]) throws -> [UInt8] {
        RecordedEntry(
            gateway: try #require(row["gateway"] as? String),
            seq: try #require(row["seq"] as? UInt64),
            digest: try #require(Digest(hex: row["digest"] as? String ?? "")),
            height: try #require(row["block"] as? Int64), hasBytes: row["entry"] != nil
        ).leaf
    }
}
