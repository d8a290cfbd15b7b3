package import LightClients
package import Wire

/// A node of an upstream chain: takes transactions, and hands over what a light client checks.
///
/// Nothing a node says is believed: every answer is a claim until it is held against a verified
/// header. Several chains implement this, which is why it is a protocol.
package protocol UpstreamNode: Sendable {
    /// Where the node is, for people.
    var name: String { get }

    /// Who the node is and how far it got.
    func status() async throws(UpstreamError) -> RPCStatus

    /// Hands over a transaction; a refusal by the ledger's first check is an answer, not an error.
    func broadcast(_ transaction: [UInt8]) async throws(UpstreamError) -> RPCBroadcast

    /// Finds a transaction by its hash, with the proof of its place where the node has it.
    func tx(_ hash: Digest) async throws(UpstreamError) -> RPCTx

    /// Header, commit, validators and next validators of a height; nil for the newest block.
    ///
    /// `known` are validator sets that need not be fetched where the header names their hash.
    func lightBlock(
        _ height: Int64?, knowing known: [ValidatorSet]
    ) async throws(UpstreamError) -> UnverifiedLightBlock

    /// The header of a height.
    func header(_ height: Int64) async throws(UpstreamError) -> Header

    /// The headers from one height to another, both included, in ascending order.
    func headers(from first: Int64, to last: Int64) async throws(UpstreamError) -> [Header]

    /// What became of every transaction of a block, in their order.
    func blockResults(_ height: Int64) async throws(UpstreamError) -> [ExecTxResult]

    /// Tells the node that validators signed a block beside the chain's.
    func report(_ evidence: AttackEvidence) async throws(UpstreamError)

    /// Asks the application for a value and its proof; nil for the newest state.
    ///
    /// The proof is against the app hash of the header after the answer's height.
    func query(
        _ path: String, data: [UInt8], height: Int64?
    ) async throws(UpstreamError) -> RPCABCIQuery
}

extension UpstreamNode {
    /// Header, commit, validators and next validators of a height; nil for the newest block.
    package func lightBlock(
        _ height: Int64?
    ) async throws(UpstreamError) -> UnverifiedLightBlock {
        try await lightBlock(height, knowing: [])
    }
}
