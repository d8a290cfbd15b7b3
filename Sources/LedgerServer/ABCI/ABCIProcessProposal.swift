package import Wire

/// ProcessProposal: whether a proposed block may be voted for; several may come for one height.
package enum ABCIProcessProposal {
    /// RequestProcessProposal: the proposed block.
    package struct Question: ABCIMessage {
        /// `txs`: the transactions, in their order.
        package var transactions: [[UInt8]] = []
        /// Who voted for the block before, as the proposal says.
        package var proposedLastCommit = ABCICommitInfo()
        /// Validators of whom the block proves that they cheated.
        package var misbehavior: [ABCIMisbehavior] = []
        /// The proposed block's hash.
        package var hash: [UInt8] = []
        /// The height of the block.
        package var height: Int64 = 0
        /// The time of the block, the only time that may count.
        package var time = Timestamp.goZero
        /// The hash of the validators of the next height.
        package var nextValidatorsHash: [UInt8] = []
        /// The address of the validator that proposed the block.
        package var proposerAddress: [UInt8] = []

        package init() {}

        package mutating func take(_ field: ProtobufField) throws(ProtobufError) {
            switch field.number {
            case 1: transactions.append(try field.bytes())
            case 2: try field.merge(into: &proposedLastCommit)
            case 3: misbehavior.append(try field.message())
            case 4: hash = try field.bytes()
            case 5: height = try field.int64()
            case 6: time = try field.time()
            case 7: nextValidatorsHash = try field.bytes()
            case 8: proposerAddress = try field.bytes()
            default: break
            }
        }

        package func write(to writer: inout ProtobufWriter) {
            writer.each(field: 1, transactions)
            writer.always(field: 2, proposedLastCommit)
            writer.each(field: 3, misbehavior)
            writer.bytes(field: 4, hash)
            writer.int64(field: 5, height)
            writer.time(field: 6, time)
            writer.bytes(field: 7, nextValidatorsHash)
            writer.bytes(field: 8, proposerAddress)
        }
    }

    /// ResponseProcessProposal: the verdict on the block.
    package struct Answer: ABCIMessage {
        /// `status`: every node must come to the same one.
        package var verdict = ABCIVerdict.unknown

        package init() {}

        /// An answer.
        package init(_ verdict: ABCIVerdict) { self.verdict = verdict }

        package mutating func take(_ field: ProtobufField) throws(ProtobufError) {
            if field.number == 1 { verdict = try field.choice() }
        }

        package func write(to writer: inout ProtobufWriter) {
            writer.choice(field: 1, verdict)
        }
    }
}
