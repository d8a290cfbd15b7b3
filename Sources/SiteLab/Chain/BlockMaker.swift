import LightClients
import Wire

/// Makes blocks as a CometBFT network would: headers, precommits and their signatures.
struct BlockMaker: Sendable {
    let chainID: String
    let set: ValidatorSet
    private let signers: [DevValidator]

    init(_ settings: DevChainSettings) throws {
        chainID = settings.chainID
        let validators = try settings.powers.enumerated().map {
            try DevValidator(seed: settings.seed, number: $0.offset, power: $0.element)
        }
        set = ValidatorSet(ordering: validators.map(\.validator))
        signers = set.validators.compactMap { member in
            validators.first { $0.validator.address == member.address }
        }
    }

    /// The next block after `last` over transactions that the ledger has executed.
    func block(
        after last: DevBlock?, appHash: [UInt8], time: Timestamp, transactions: [[UInt8]],
        results: [RPCTxResult], appHashAfter: [UInt8]
    ) throws -> DevBlock {
        let height = (last?.header.height ?? 0) + 1
        var header = Header(chainID: chainID, height: height, time: time)
        header.versionBlock = 11
        if let last {
            header.lastBlockID = last.commit.blockID
            header.lastCommitHash = last.commit.hash.bytes
            header.lastResultsHash = ExecTxResult.root(of: last.results.map(\.result)).bytes
        } else {
            header.lastCommitHash = MerkleTree.emptyRoot.bytes
            header.lastResultsHash = MerkleTree.emptyRoot.bytes
        }
        header.dataHash = TxProof.root(of: transactions).bytes
        header.validatorsHash = set.hash.bytes
        header.nextValidatorsHash = set.hash.bytes
        header.consensusHash = BlockParams().hash.bytes
        header.appHash = appHash
        header.evidenceHash = MerkleTree.emptyRoot.bytes
        header.proposerAddress = set.validators[Int(height) % set.validators.count].address
        guard let hash = header.hash else {
            preconditionFailure("a header with validators has a hash")
        }
        return DevBlock(
            header: header, hash: hash, commit: try commit(height, hash, time),
            transactions: transactions, results: results, appHash: appHashAfter)
    }

    /// Every validator's precommit, a millisecond apart.
    private func commit(_ height: Int64, _ hash: Digest, _ time: Timestamp) throws -> Commit {
        let blockID = BlockID(
            hash: hash.bytes, partsTotal: 1, partsHash: Digest.of(hash.bytes).bytes)
        var commit = Commit(height: height, round: 0, blockID: blockID, signatures: [])
        for (place, member) in set.validators.enumerated() {
            commit.signatures.append(
                CommitSignature(
                    flag: .commit, validatorAddress: member.address,
                    timestamp: time.adding(nanoseconds: Int64(place + 1) * 1_000_000) ?? time,
                    signature: []))
        }
        for place in signers.indices {
            let message = commit.signBytes(chainID: chainID, at: place)
            commit.signatures[place].signature = try signers[place].sign(message)
        }
        return commit
    }
}
