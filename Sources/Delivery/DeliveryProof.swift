package import LightClients
package import Wire

/// Holds a transaction against two verified headers: whether it is in the chain, and what the
/// ledger said to it there.
///
/// The transaction's path leads to the data hash of header H. What the ledger answered stands one
/// block later: the hash over all results of H is the last results hash of header H + 1.
package enum DeliveryProof {
    /// What the check gave.
    package enum Verdict: Hashable, Sendable {
        /// The block holds the transaction, and this is the ledger's answer to it.
        case success(Proven)
        /// What was shown proves nothing; a node lies, or its store is damaged.
        case refuted(reason: String)
    }

    /// The ledger's answer to a transaction, as the validators signed it.
    package struct Proven: Hashable, Sendable {
        /// The block that holds the transaction.
        package let height: Int64
        /// The transaction's place in the block, from 0.
        package let index: UInt64
        /// How many transactions the block has.
        package let total: UInt64
        /// The answer, and its way to the last results hash of the next header.
        package let answer: ResultProof

        /// The ledger's code; `LedgerAnswer` says what it means for delivery.
        package var code: UInt32 { answer.result.code }
        /// The ledger's data.
        package var data: [UInt8] { answer.result.data }
        /// The answer's way to the last results hash of the next header.
        package var resultPath: MerklePath { answer.path }
    }

    /// Checks the proof of one transaction.
    ///
    /// `header` is the verified header of the block that is said to hold it, `next` the verified
    /// header after; `results` are all results of the block, in the order of its transactions.
    package static func check(
        txHash: Digest, inclusion: TxProof, results: [ExecTxResult], header: VerifiedHeader,
        next: VerifiedHeader
    ) -> Verdict {
        guard next.height == header.height + 1 else {
            return .refuted(
                reason: "header \(next.height) does not follow header \(header.height)")
        }
        guard next.header.lastBlockID.hash == header.hash.bytes else {
            return .refuted(reason: "header \(next.height) follows another block")
        }
        let place: (index: UInt64, total: UInt64)
        switch inclusion.verify(dataHash: header.header.dataHash, txHash: txHash) {
        case .proven(let index, let total): place = (index, total)
        case .refuted(let fault): return .refuted(reason: "\(fault)")
        }
        guard UInt64(results.count) == place.total, let index = Int(exactly: place.index) else {
            return .refuted(
                reason: "\(results.count) results for \(place.total) transactions")
        }
        let answer = ResultProof(of: index, in: results)
        guard answer.isValid(lastResultsHash: next.header.lastResultsHash) else {
            return .refuted(
                reason: "the results of block \(header.height) are not those that header "
                    + "\(next.height) names")
        }
        return .success(
            Proven(
                height: header.height, index: place.index, total: place.total, answer: answer))
    }
}
