package import Wire

/// CommitInfo: who voted for the block before.
package struct ABCICommitInfo: ABCIMessage {
    /// VoteInfo: one validator's vote; field 2 was `signed_last_block` before 0.38.
    package struct Vote: ABCIMessage {
        /// Who voted.
        package var validator = ABCIValidator()
        /// For what.
        package var blockIDFlag = ABCIBlockIDFlag.unknown

        package init() {}

        /// A validator's vote.
        package init(_ validator: ABCIValidator, blockIDFlag: ABCIBlockIDFlag) {
            (self.validator, self.blockIDFlag) = (validator, blockIDFlag)
        }

        package mutating func take(_ field: ProtobufField) throws(ProtobufError) {
            switch field.number {
            case 1: try field.merge(into: &validator)
            case 3: blockIDFlag = try field.choice()
            default: break
            }
        }

        package func write(to writer: inout ProtobufWriter) {
            writer.always(field: 1, validator)
            writer.choice(field: 3, blockIDFlag)
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
