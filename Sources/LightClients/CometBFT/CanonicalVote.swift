package import Wire

/// What a validator signs: one vote, without the validator's name.
package struct CanonicalVote: Hashable, Sendable {
    /// The kind of a vote, by its number in SignedMsgType.
    package enum Kind: UInt64, Sendable {
        /// No kind; only test data have it.
        case unknown = 0
        /// A vote of the first phase.
        case prevote = 1
        /// A vote of the second phase: what commits are made of.
        case precommit = 2
    }

    /// The kind of vote.
    package var kind: Kind
    /// The height voted on.
    package var height: Int64
    /// The round of that height, from 0.
    package var round: Int64
    /// The block voted for; nil, or a zero id, is a vote for no block.
    package var blockID: BlockID?
    /// The validator's own time of the vote.
    package var timestamp: Timestamp
    /// The chain's id.
    package var chainID: String

    /// A precommit.
    package init(
        kind: Kind = .precommit, height: Int64, round: Int64, blockID: BlockID?,
        timestamp: Timestamp, chainID: String
    ) {
        (self.kind, self.height, self.round) = (kind, height, round)
        (self.blockID, self.timestamp, self.chainID) = (blockID, timestamp, chainID)
    }

    /// The bytes under the signature: the message with its length before it.
    package var signBytes: [UInt8] {
        var writer = ProtobufWriter()
        writer.varint(field: 1, kind.rawValue)
        writer.sfixed64(field: 2, height)
        writer.sfixed64(field: 3, round)
        if let blockID, !blockID.isZero { writer.message(field: 4, blockID.protobuf) }
        writer.message(field: 5, timestamp.protobuf)
        writer.string(field: 6, chainID)
        return ProtobufWriter.delimited(writer.bytes)
    }
}
