package import Wire

/// The votes that decided a block, one slot for each validator.
package struct Commit: Hashable, Sendable {
    /// The height of the block.
    package var height: Int64
    /// The round in which it was decided, from 0.
    package var round: Int32
    /// The block.
    package var blockID: BlockID
    /// The votes, in the order of the validator set.
    package var signatures: [CommitSignature]

    /// Takes the votes on a block.
    package init(
        height: Int64, round: Int32, blockID: BlockID, signatures: [CommitSignature]
    ) {
        (self.height, self.round) = (height, round)
        (self.blockID, self.signatures) = (blockID, signatures)
    }

    /// What the validator in a slot signed, when it voted at all.
    package func signBytes(chainID: String, at slot: Int) -> [UInt8] {
        let vote = signatures[slot]
        return CanonicalVote(
            height: height, round: Int64(round),
            blockID: vote.flag == .commit ? blockID : nil,
            timestamp: vote.timestamp, chainID: chainID
        ).signBytes
    }

    /// The Merkle root over the slots: the next header's last commit hash.
    package var hash: Digest { MerkleTree.root(of: signatures.map(\.protobuf)) }

    /// The Commit message.
    package var protobuf: [UInt8] {
        var writer = ProtobufWriter()
        writer.int64(field: 1, height)
        writer.int64(field: 2, Int64(round))
        writer.message(field: 3, blockID.protobuf)
        for signature in signatures { writer.message(field: 4, signature.protobuf) }
        return writer.bytes
    }

    /// Reads the Commit message; refuses any other encoding than CometBFT's own.
    package init(protobuf bytes: [UInt8]) throws(ProtobufError) {
        self.init(height: 0, round: 0, blockID: .zero, signatures: [])
        var reader = ProtobufReader(bytes)
        while let field = try reader.next() {
            switch field.number {
            case 1: height = try field.int64()
            case 2: round = try field.int32()
            case 3: blockID = try BlockID(protobuf: try field.bytes())
            case 4:
                guard signatures.count < ValidatorSet.maximumCount else {
                    throw .invalid("a commit of more than \(ValidatorSet.maximumCount) slots")
                }
                signatures.append(try CommitSignature(protobuf: try field.bytes()))
            default: throw .unknownField(field, in: "commit")
            }
        }
        try ProtobufError.requireCanonical(bytes, protobuf, "commit")
    }
}
