package import Wire

/// FinalizeBlock: a decided block; its results must be the same on every node.
package enum ABCIFinalizeBlock {
    /// RequestFinalizeBlock: the decided block.
    package struct Question: ABCIMessage {
        /// `txs`: the transactions, in their order.
        package var transactions: [[UInt8]] = []
        /// Who voted for the block before, as the chain decided.
        package var decidedLastCommit = ABCICommitInfo()
        /// Validators of whom the block proves that they cheated.
        package var misbehavior: [ABCIMisbehavior] = []
        /// The decided block's hash.
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
            case 2: try field.merge(into: &decidedLastCommit)
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
            writer.always(field: 2, decidedLastCommit)
            writer.each(field: 3, misbehavior)
            writer.bytes(field: 4, hash)
            writer.int64(field: 5, height)
            writer.time(field: 6, time)
            writer.bytes(field: 7, nextValidatorsHash)
            writer.bytes(field: 8, proposerAddress)
        }
    }

    /// ResponseFinalizeBlock: what the block did.
    package struct Answer: ABCIMessage {
        /// What happened in the block besides its transactions, for the node's index.
        package var events: [ABCIEvent] = []
        /// `tx_results`: one for each transaction, in their order.
        package var transactionResults: [ABCITxResult] = []
        /// Changes of the validators, two heights later.
        package var validatorUpdates: [ABCIValidatorUpdate] = []
        /// Changes of the parameters, from the next height; nil for none.
        package var consensusParamUpdates: ABCIConsensusParams?
        /// The application's hash after the block; it stands in the next header.
        package var appHash: [UInt8] = []

        package init() {}

        package mutating func take(_ field: ProtobufField) throws(ProtobufError) {
            switch field.number {
            case 1: events.append(try field.message())
            case 2: transactionResults.append(try field.message())
            case 3: validatorUpdates.append(try field.message())
            case 4: try field.merge(into: &consensusParamUpdates)
            case 5: appHash = try field.bytes()
            default: break
            }
        }

        package func write(to writer: inout ProtobufWriter) {
            writer.each(field: 1, events)
            writer.each(field: 2, transactionResults)
            writer.each(field: 3, validatorUpdates)
            writer.ifPresent(field: 4, consensusParamUpdates)
            writer.bytes(field: 5, appHash)
        }
    }
}
