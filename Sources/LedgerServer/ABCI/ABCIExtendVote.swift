package import Wire

/// ExtendVote: what the application adds to this validator's vote, where the chain wants that.
package enum ABCIExtendVote {
    /// RequestExtendVote: the block that is voted for.
    package struct Question: ABCIMessage {
        /// The block's hash.
        package var hash: [UInt8] = []
        /// The height of the block.
        package var height: Int64 = 0
        /// The time of the block.
        package var time = Timestamp.goZero
        /// `txs`: the transactions, in their order.
        package var transactions: [[UInt8]] = []
        /// Who voted for the block before, as the proposal says.
        package var proposedLastCommit = ABCICommitInfo()
        /// Validators of whom the block proves that they cheated.
        package var misbehavior: [ABCIMisbehavior] = []
        /// The hash of the validators of the next height.
        package var nextValidatorsHash: [UInt8] = []
        /// The address of the validator that proposed the block.
        package var proposerAddress: [UInt8] = []

        package init() {}

        package mutating func take(_ field: ProtobufField) throws(ProtobufError) {
            switch field.number {
            case 1: hash = try field.bytes()
            case 2: height = try field.int64()
            case 3: time = try field.time()
            case 4: transactions.append(try field.bytes())
            case 5: try field.merge(into: &proposedLastCommit)
            case 6: misbehavior.append(try field.message())
            case 7: nextValidatorsHash = try field.bytes()
            case 8: proposerAddress = try field.bytes()
            default: break
            }
        }

        package func write(to writer: inout ProtobufWriter) {
            writer.bytes(field: 1, hash)
            writer.int64(field: 2, height)
            writer.time(field: 3, time)
            writer.each(field: 4, transactions)
            writer.always(field: 5, proposedLastCommit)
            writer.each(field: 6, misbehavior)
            writer.bytes(field: 7, nextValidatorsHash)
            writer.bytes(field: 8, proposerAddress)
        }
    }

    /// ResponseExtendVote: the extension.
    package struct Answer: ABCIMessage {
        /// What goes with the vote; empty for nothing.
        package var voteExtension: [UInt8] = []

        package init() {}

        /// An answer with an extension.
        package init(_ voteExtension: [UInt8]) { self.voteExtension = voteExtension }

        package mutating func take(_ field: ProtobufField) throws(ProtobufError) {
            if field.number == 1 { voteExtension = try field.bytes() }
        }

        package func write(to writer: inout ProtobufWriter) {
            writer.bytes(field: 1, voteExtension)
        }
    }
}
