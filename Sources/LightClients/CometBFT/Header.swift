package import Wire

/// The header of a block, as somebody claims it; only a `Verifier` turns it into knowledge.
package struct Header: Hashable, Sendable {
    /// The version of the block format; 11 on every line of CometBFT.
    package var versionBlock: UInt64 = 11
    /// The version that the application gives itself.
    package var versionApp: UInt64 = 0
    /// The chain's id, at most 50 bytes.
    package var chainID: String
    /// The height, from 1.
    package var height: Int64
    /// When the block was proposed, by the clocks of the validators.
    package var time: Timestamp
    /// The block before; zero at the first height.
    package var lastBlockID: BlockID = .zero
    /// The Merkle root over the signatures of the block before.
    package var lastCommitHash: [UInt8] = []
    /// The Merkle root over the hashes of the block's transactions.
    package var dataHash: [UInt8] = []
    /// The hash of the validators that sign this block.
    package var validatorsHash: [UInt8] = []
    /// The hash of the validators that sign the next block.
    package var nextValidatorsHash: [UInt8] = []
    /// The hash of the consensus parameters.
    package var consensusHash: [UInt8] = []
    /// The application's state after the block before, of any length.
    package var appHash: [UInt8] = []
    /// The Merkle root over the results of the block before.
    package var lastResultsHash: [UInt8] = []
    /// The Merkle root over the evidence of misbehaviour in the block.
    package var evidenceHash: [UInt8] = []
    /// The proposer's address, 20 bytes.
    package var proposerAddress: [UInt8] = []

    /// A header with all hashes still empty.
    package init(chainID: String, height: Int64, time: Timestamp) {
        (self.chainID, self.height, self.time) = (chainID, height, time)
    }

    /// The header's hash: the Merkle root over its 14 fields; nil without a validators hash.
    package var hash: Digest? {
        validatorsHash.isEmpty ? nil : MerkleTree.root(of: leaves)
    }

    /// The 14 leaves of the header's tree; an empty value is a leaf of no bytes.
    var leaves: [[UInt8]] {
        var chain = ProtobufWriter()
        chain.string(field: 1, chainID)
        var number = ProtobufWriter()
        number.int64(field: 1, height)
        let hashes = [
            lastCommitHash, dataHash, validatorsHash, nextValidatorsHash, consensusHash, appHash,
            lastResultsHash, evidenceHash, proposerAddress,
        ]
        return [version, chain.bytes, number.bytes, time.protobuf, lastBlockID.protobuf]
            + hashes.map { value in
                var writer = ProtobufWriter()
                writer.bytes(field: 1, value)
                return writer.bytes
            }
    }

    /// The seven hashes that have 32 bytes or none, by the names they have in JSON.
    var fixedHashes: [(name: String, value: [UInt8])] {
        [
            ("last_commit_hash", lastCommitHash), ("data_hash", dataHash),
            ("validators_hash", validatorsHash), ("next_validators_hash", nextValidatorsHash),
            ("consensus_hash", consensusHash), ("last_results_hash", lastResultsHash),
            ("evidence_hash", evidenceHash),
        ]
    }

    var version: [UInt8] {
        var writer = ProtobufWriter()
        writer.varint(field: 1, versionBlock)
        writer.varint(field: 2, versionApp)
        return writer.bytes
    }
}
