import ChainKit
import LightClients
import Synchronization
import UpstreamNodes
import Wire

/// A node that answers out of a built chain, and counts what it is asked.
final class BuiltNode: UpstreamNode {
    let name: String
    private let chain: ChainBuilder
    private let state = Mutex(State())

    private struct State {
        var asked: [String: Int] = [:]
        /// What happens before a question is answered.
        var before: [String: @Sendable () -> Void] = [:]
        /// Its newest block; nil for the chain's.
        var newest: Int64?
    }

    /// Its newest block.
    var newest: Int64 {
        get { state.withLock(\.newest) ?? chain.height }
        set { state.withLock { $0.newest = newValue } }
    }

    init(_ chain: ChainBuilder, name: String = "built") {
        (self.chain, self.name) = (chain, name)
    }

    /// How often it was asked for something, by the question's name.
    func count(of question: String) -> Int { state.withLock { $0.asked[question] ?? 0 } }

    /// Does something before each answer to a question.
    func before(_ question: String, _ body: @escaping @Sendable () -> Void) {
        state.withLock { $0.before[question] = body }
    }

    private func note(_ question: String) {
        let body = state.withLock { state in
            state.asked[question, default: 0] += 1
            return state.before[question]
        }
        body?()
    }

    func lightBlock(
        _ height: Int64?, knowing known: [ValidatorSet]
    ) async throws(UpstreamError) -> UnverifiedLightBlock {
        note("block")
        return chain.block(try here(height ?? newest))
    }

    func header(_ height: Int64) async throws(UpstreamError) -> Header {
        note("header")
        return chain.block(try here(height)).header
    }

    func headers(from first: Int64, to last: Int64) async throws(UpstreamError) -> [Header] {
        note("headers")
        _ = try here(last)
        return (first...last).map { chain.block($0).header }
    }

    private func here(_ height: Int64) throws(UpstreamError) -> Int64 {
        guard (1...newest).contains(height) else {
            throw UpstreamError(.notYet, "height \(height) is not there")
        }
        return height
    }

    func status() async throws(UpstreamError) -> RPCStatus {
        note("status")
        let block = chain.block(newest)
        let shown = RPCSyncInfo.Block(
            hash: [], appHash: [], height: newest, time: block.header.time)
        guard let validator = block.validators.validators.first else { throw refusal }
        return RPCStatus(
            node: RPCNodeInfo(id: name, network: chain.chainID, moniker: name),
            sync: RPCSyncInfo(latest: shown, earliest: shown, isCatchingUp: false),
            validator: RPCOwnValidator(validator))
    }
    func broadcast(_ transaction: [UInt8]) async throws(UpstreamError) -> RPCBroadcast {
        throw refusal
    }
    func tx(_ hash: Digest) async throws(UpstreamError) -> RPCTx { throw refusal }
    func blockResults(_ height: Int64) async throws(UpstreamError) -> [ExecTxResult] {
        throw refusal
    }
    func report(_ evidence: AttackEvidence) async throws(UpstreamError) { note("evidence") }
    func query(
        _ path: String, data: [UInt8], height: Int64?
    ) async throws(UpstreamError) -> RPCABCIQuery { throw refusal }

    private var refusal: UpstreamError { UpstreamError(.notOffered, "\(name) has headers only") }
}
