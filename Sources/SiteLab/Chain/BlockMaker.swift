import LightClients
import Wire

/// Makes blocks as a CometBFT network would: headers, parts, precommits and their signatures.
struct BlockMaker: Sendable {
    /// The version that the ledger gives itself.
    static let appVersion: UInt64 = 2

    let chainID: String
    private(set) var validators: DevValidators
    /// The most bytes that the transactions of a block may have.
    let mostDataBytes: Int

    init(_ settings: DevChainSettings) throws {
        chainID = settings.chainID
        validators = try DevValidators(settings)
        // What CometBFT sets aside for the rest of a block: its frame, header and votes.
        let votes = 94 + 111 * validators.mostMembers
        mostDataBytes = Int(BlockParams().maxBytes) - 11 - 626 - votes
    }

    /// The next block after `last` over transactions that the ledger has executed.
    mutating func block(
        after last: DevBlock?, transactions: [[UInt8]], results: [RPCTxResult],
        appHash: (before: [UInt8], after: [UInt8]), now: Timestamp, fork: DevFork? = nil
    ) throws -> DevBlock {
        var header = header(after: last, now: now)
        header.dataHash = TxProof.root(of: transactions).bytes
        header.appHash = appHash.before
        if let fork { apply(fork, to: &header) }
        guard let hash = header.hash else {
            preconditionFailure("a header with validators has a hash")
        }
        let parts = BlockParts(header, transactions, lastCommit: last?.commit)
        let blockID = BlockID(
            hash: hash.bytes, partsTotal: parts.total, partsHash: parts.hash.bytes)
        return DevBlock(
            header: header,
            commit: try validators.commit(to: blockID, of: header, now: now, fork: fork),
            size: parts.size, transactions: transactions, results: results,
            appHash: appHash.after)
    }

    /// What tells a block of a fork from the honest one, beside its transactions.
    private func apply(_ fork: DevFork, to header: inout Header) {
        // Nobody's turn is proven, so nobody can say which of two proposers is right.
        header.proposerAddress = validators.proposer(at: header.height + 1).address
        if fork.isStateMadeUp { header.appHash = Digest.of(header.appHash).bytes }
        let ahead = fork.secondsAhead * 1_000_000_000
        header.time = header.time.adding(nanoseconds: ahead) ?? header.time
    }

    /// A header with all that does not depend on its transactions.
    private func header(after last: DevBlock?, now: Timestamp) -> Header {
        let height = (last?.header.height ?? 0) + 1
        let time = last.map {
            DevValidators.medianTime(of: $0.commit, by: validators.set(at: $0.header.height))
        }
        var header = Header(chainID: chainID, height: height, time: time ?? now)
        header.versionApp = BlockMaker.appVersion
        header.lastBlockID = last?.commit.blockID ?? .zero
        header.lastCommitHash = (last?.commit.hash ?? MerkleTree.emptyRoot).bytes
        header.validatorsHash = validators.set(at: height).hash.bytes
        header.nextValidatorsHash = validators.set(at: height + 1).hash.bytes
        header.consensusHash = BlockParams().hash.bytes
        header.lastResultsHash = ExecTxResult.root(of: (last?.results ?? []).map(\.result)).bytes
        header.evidenceHash = MerkleTree.emptyRoot.bytes
        header.proposerAddress = validators.proposer(at: height).address
        return header
    }
}
