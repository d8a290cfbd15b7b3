package import Wire

/// PrepareProposal: the proposer's application chooses the transactions of the next block.
package enum ABCIPrepareProposal {
    /// RequestPrepareProposal: what the node would put into the block.
    package struct Question: ABCIMessage {
        /// `max_tx_bytes`: the most bytes of all transactions, each with its tag and its length.
        package var maxTransactionBytes: Int64 = 0
        /// `txs`: what waits in the mempool, in its order.
        package var transactions: [[UInt8]] = []
        /// Who voted for the block before, as this node saw it.
        package var localLastCommit = ABCIExtendedCommitInfo()
        /// Validators of whom the block will prove that they cheated.
        package var misbehavior: [ABCIMisbehavior] = []
        /// The height of the block.
        package var height: Int64 = 0
        /// The time of the block.
        package var time = Timestamp.goZero
        /// The hash of the validators of the next height.
        package var nextValidatorsHash: [UInt8] = []
        /// The address of the validator that proposes the block.
        package var proposerAddress: [UInt8] = []

        package init() {}

        package mutating func take(_ field: ProtobufField) throws(ProtobufError) {
            switch field.number {
            case 1: maxTransactionBytes = try field.int64()
            case 2: transactions.append(try field.bytes())
            case 3: try field.merge(into: &localLastCommit)
            case 4: misbehavior.append(try field.message())
            case 5: height = try field.int64()
            case 6: time = try field.time()
            case 7: nextValidatorsHash = try field.bytes()
            case 8: proposerAddress = try field.bytes()
            default: break
            }
        }

        package func write(to writer: inout ProtobufWriter) {
            writer.int64(field: 1, maxTransactionBytes)
            writer.each(field: 2, transactions)
            writer.always(field: 3, localLastCommit)
            writer.each(field: 4, misbehavior)
            writer.int64(field: 5, height)
            writer.time(field: 6, time)
            writer.bytes(field: 7, nextValidatorsHash)
            writer.bytes(field: 8, proposerAddress)
        }
    }

    /// ResponsePrepareProposal: what goes into the block.
    package struct Answer: ABCIMessage {
        /// `txs`: the transactions, in their order, within the bytes allowed.
        package var transactions: [[UInt8]] = []

        package init() {}

        /// An answer with these transactions.
        package init(_ transactions: [[UInt8]]) { self.transactions = transactions }

        package mutating func take(_ field: ProtobufField) throws(ProtobufError) {
            if field.number == 1 { transactions.append(try field.bytes()) }
        }

        package func write(to writer: inout ProtobufWriter) {
            writer.each(field: 1, transactions)
        }
    }
}
