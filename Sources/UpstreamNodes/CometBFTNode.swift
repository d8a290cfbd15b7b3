package import LightClients
package import Wire

/// A CometBFT node, asked by JSON-RPC over HTTP POST (0.34 and later; written for 0.38).
///
/// It is asked `status`, `commit`, `validators`, `header`, `blockchain`, `block_results`, `tx`,
/// `broadcast_tx_sync`, `broadcast_evidence` and `abci_query`. Whole blocks, searches, genesis and
/// parameters are never asked for, so their answers have no types here; a test reads every recorded
/// answer all the same, these as an envelope with the members that they are known to have.
package struct CometBFTNode: UpstreamNode {
    /// The address of the node's RPC: "http://host:26657".
    package let url: String
    private let client: NodeClient
    private let limits: NodeLimits

    /// A node at an address.
    package init(url: String, client: NodeClient, limits: NodeLimits = NodeLimits()) {
        (self.url, self.client, self.limits) = (url, client, limits)
    }

    package var name: String { url }

    package func status() async throws(UpstreamError) -> RPCStatus {
        let answer: RPCStatus = try await required("status", [:])
        let newest = answer.sync.latest.height
        guard newest == 0 || Self.isHeight(newest) else {
            throw malformed("status", "tells of height \(newest)")
        }
        return answer
    }

    package func broadcast(_ transaction: [UInt8]) async throws(UpstreamError) -> RPCBroadcast {
        let answer: RPCBroadcast = try await required(
            "broadcast_tx_sync", ["tx": .text(Base64.encode(transaction))])
        guard answer.hash == Digest.of(transaction).bytes else {
            throw malformed("broadcast_tx_sync", "names the hash of another transaction")
        }
        return answer
    }

    package func tx(_ hash: Digest) async throws(UpstreamError) -> RPCTx {
        let answer: RPCTx = try await required(
            "tx", ["hash": .text(Base64.encode(hash.bytes)), "prove": .flag(true)])
        guard answer.hash == hash.bytes, Self.isHeight(answer.height) else {
            throw malformed("tx", "is about another transaction")
        }
        return answer
    }

    package func blockResults(_ height: Int64) async throws(UpstreamError) -> [ExecTxResult] {
        let answer: RPCBlockResults = try await required(
            "block_results", ["height": .integer(height)])
        guard answer.height == height else {
            throw malformed("block_results", "is about height \(answer.height), not \(height)")
        }
        return answer.results.map(\.result)
    }

    package func report(_ evidence: AttackEvidence) async throws(UpstreamError) {
        let _: RPCEvidence = try await required(
            "broadcast_evidence", ["evidence": .evidence(evidence)])
    }

    package func query(
        _ path: String, data: [UInt8], height: Int64?
    ) async throws(UpstreamError) -> RPCABCIQuery {
        var parameters: [String: JSONRPCQuestion.Parameter] = [
            "path": .text(path), "data": .text(Hex.encode(data)), "prove": .flag(true),
        ]
        if let height { parameters["height"] = .integer(height) }
        let answer: RPCABCIQuery = try await required("abci_query", parameters)
        guard answer.height == 0 || Self.isHeight(answer.height) else {
            throw malformed("abci_query", "is about height \(answer.height)")
        }
        return answer
    }

    /// Whether a number can be a height: with one above and one below it.
    static func isHeight(_ height: Int64) -> Bool { height > 0 && height < Int64.max - 1 }

    /// Asks a question that has an answer on every node.
    func required<Result: Codable & Sendable>(
        _ method: String, _ parameters: [String: JSONRPCQuestion.Parameter]
    ) async throws(UpstreamError) -> Result {
        guard let result: Result = try await ask(method, parameters) else {
            throw UpstreamError(
                .notFound, "\(url): \(method) gives nothing; the node may have no block yet")
        }
        return result
    }

    /// An answer that contradicts the question.
    func malformed(_ method: String, _ what: String) -> UpstreamError {
        UpstreamError(
            .malformed, "\(url): the answer to \(method) \(what); ask another node")
    }

    /// Asks one question; nil where the node answers null.
    private func ask<Result: Codable & Sendable>(
        _ method: String, _ parameters: [String: JSONRPCQuestion.Parameter]
    ) async throws(UpstreamError) -> Result? {
        let question = JSONRPCQuestion(
            id: client.nextID(), method: method, params: parameters)
        let bytes = try question.bytes()
        guard bytes.count <= limits.mostQuestionBytes else {
            throw UpstreamError(
                .tooLarge,
                "\(url): \(method) with \(bytes.count) bytes, nodes read at most "
                    + "\(limits.mostQuestionBytes); send fewer entries at once")
        }
        let answer = try await client.post(bytes, to: url, limits: limits)
        do {
            return try question.read(answer.body, from: url, as: Result.self)
        } catch  where error.code == .malformed && answer.status != 200 {
            // Not the node but something before it answered: a proxy, another server.
            throw refusal(by: answer.status, of: method)
        }
    }

    private func refusal(by status: Int, of method: String) -> UpstreamError {
        let words = "\(url): HTTP status \(status) for \(method)"
        switch status {
        case 408, 502...504: return UpstreamError(.away, "\(words); the node behind it is away")
        case 413: return UpstreamError(.tooLarge, "\(words): the question is too large")
        case 429: return UpstreamError(.full, "\(words): too many questions")
        case 401, 403: return UpstreamError(.refused, "\(words): the address is not open to us")
        default:
            return UpstreamError(
                .malformed, "\(words); is this the address of a node's RPC?")
        }
    }
}
