package import Wire

/// ExtendedCommitInfo: who voted for the block before, with their vote extensions.
///
/// Only the proposer gets it; other nodes may have seen other votes.
package struct ABCIExtendedCommitInfo: ABCIMessage {
    /// ExtendedVoteInfo: one validator's vote; field 2 was `signed_last_block` before 0.38.
    package struct Vote: ABCIMessage {
        /// Who voted.
        package var validator = ABCIValidator()
        /// What its application added to the vote.
        package var voteExtension: [UInt8] = []
        /// Its node's signature over the extension.
        package var extensionSignature: [UInt8] = []
        /// For what it voted.
        package var blockIDFlag = ABCIBlockIDFlag.unknown

        package init() {}

        package mutating func take(_ field: ProtobufField) throws(ProtobufError) {
            switch field.number {
            case 1: try field.merge(into: &validator)
            case 3: voteExtension = try field.bytes()
            case 4: extensionSignature = try field.bytes()
            case 5: blockIDFlag = try field.choice()
            default: break
            }
        }

        package func write(to writer: inout ProtobufWriter) {
            writer.always(field: 1, validator)
            writer.bytes(field: 3, voteExtension)
            writer.bytes(field: 4, extensionSignature)
            writer.choice(field: 5, blockIDFlag)
        }
    }

    /// The round in which the block before was decided.
    package var round: Int32 = 0
    /// The votes, in the order of the validator set.
    package var votes: [Vote] = []

    package init() {}

    package mutating func take(_ field: ProtobufField) throws(ProtobufError) {
        switch field.number {
        case 1: round = try field.int32()
        case 2: votes.append(try field.message())
        default: break
        }
    }

    package func write(to writer: inout ProtobufWriter) {
        writer.int64(field: 1, Int64(round))
        writer.each(field: 2, votes)
    }
}
