import Foundation
import LightClients
import TestKit
import Wire

/// A node that answers what real nodes answered, byte for byte but for the id.
struct RecordedNode: Sendable {
    /// The newest height of the recording.
    static let top: Int64 = 52

    private static let folder = Checkout.root
        .appendingPathComponent("Tests/LightClientsTests/Fixtures/recorded-0.38")

    /// The text of a recorded answer.
    static func text(_ path: String) throws -> String {
        try String(contentsOf: folder.appendingPathComponent(path), encoding: .utf8)
    }

    /// The result of a recorded answer.
    static func result<Result: Codable & Sendable>(_ path: String) throws -> Result? {
        try JSONDecoder().decode(RPCAnswer<Result>.self, from: Data(text(path).utf8)).result
    }

    /// The recorded transactions by their hash in base64, with the file of each.
    private static func transactions() throws -> [String: String] {
        let files = try FileManager.default.contentsOfDirectory(
            atPath: folder.appendingPathComponent("tx").path)
        var found: [String: String] = [:]
        for file in files.sorted() where file.hasPrefix("0") {
            let answer: RPCTx? = try result("tx/\(file)")
            if let answer { found[Base64.encode(answer.hash)] = "tx/\(file)" }
        }
        return found
    }

    private static func path(_ height: Int64, _ method: String) -> String {
        "height/" + String(format: "%05d", height) + "/\(method).get.json"
    }

    /// Starts a server over the recording.
    static func start() throws -> LoopbackServer {
        let transactions = try transactions()
        return try LoopbackServer.node { question in
            do {
                return try answer(question, transactions)
            } catch {
                return question.error("\(error)")
            }
        }
    }

    private static func answer(
        _ question: NodeQuestion, _ transactions: [String: String]
    ) throws -> LoopbackServer.Answer {
        let height = question.integer("height") ?? top
        let newest = question.method == "validators" ? top + 1 : top
        guard height <= newest else {
            return question.error(
                "height \(height) must be less than or equal to the current blockchain height "
                    + "\(newest)")
        }
        switch question.method {
        case "status": return question.recorded(try text("info/status.post.json"))
        case "commit", "block_results":
            return question.recorded(try text(path(height, question.method)))
        case "validators":
            // The set after the newest block was not recorded, and did not change.
            let recorded = try text(path(min(height, top), question.method))
            return question.recorded(
                recorded.replacingOccurrences(
                    of: "\"block_height\":\"\(min(height, top))\"",
                    with: "\"block_height\":\"\(height)\""))
        case "header": return question.answer(RPCHeader(header: try header(height)))
        case "blockchain":
            let last = min(question.integer("maxHeight") ?? top, top)
            let first = max(question.integer("minHeight") ?? 1, last - 19)
            let metas = try stride(from: last, through: first, by: -1).map { height in
                RPCBlockchain.Meta(
                    blockID: .zero, blockSize: 0, header: try header(height), transactions: 0)
            }
            return question.answer(RPCBlockchain(lastHeight: top, metas: metas))
        case "tx":
            guard let hash = question.text("hash"), let file = transactions[hash] else {
                return question.recorded(try text("tx/error_not_found.post.json"))
            }
            return question.recorded(try text(file))
        case "broadcast_tx_sync":
            return question.recorded(try text("broadcast/sync_ok.post.json"))
        case "abci_query":
            return question.recorded(try text("abci_query/value_prove.post.json"))
        default: return question.error("", code: -32601)
        }
    }

    private static func header(_ height: Int64) throws -> Header {
        let commit: RPCCommit? = try result(path(height, "commit"))
        guard let header = commit?.signedHeader?.header else {
            throw CocoaError(.fileReadCorruptFile)
        }
        return header
    }
}
