import Evidence
import Wire

extension IntakeLedger {
    /// Looks at a transaction before it gets into a block; `height` is that of the next block.
    ///
    /// Several batches of one gateway may wait at once when they come in their order: each is held
    /// against the head that those before it will make. What waits is forgotten with every block,
    /// so what is left has to be checked anew, in its order. A settled code lets a transaction
    /// into a block; also `alreadyRecorded` does, so that a gateway that lost its proof gets one.
    package mutating func checkTx(_ bytes: [UInt8], height: Int64) -> LedgerResult {
        let judgement = judge(bytes, height: height, withPending: true)
        if let addition = judgement.addition {
            chains[addition.gateway]?.expect(addition.digests)
        }
        return judgement.result
    }

    /// The transactions of the mempool that go into the block of this height, in their order.
    ///
    /// Gateway after gateway, each from its lowest number up; what cannot be settled is left out,
    /// and so is what follows beyond `maximumBytes`, counted as CometBFT counts a block's data.
    package func prepareProposal(
        _ transactions: [[UInt8]], height: Int64, maximumBytes: Int = .max
    ) -> [[UInt8]] {
        var trial = self
        trial.forgetPending()
        var rest = maximumBytes
        var proposal: [[UInt8]] = []
        for transaction in trial.ordered(transactions) {
            let size = IntakeLedger.sizeInBlock(transaction)
            guard size <= rest else { break }
            guard trial.checkTx(transaction, height: height).code.isSettled else { continue }
            proposal.append(transaction)
            rest -= size
        }
        return proposal
    }

    mutating func forgetPending() {
        for gateway in gateways { chains[gateway]?.forgetPending() }
    }

    /// What can be read, by gateway, first number, and the order in which it came.
    private mutating func ordered(_ transactions: [[UInt8]]) -> [[UInt8]] {
        typealias Place = (gateway: String, first: UInt64, index: Int)
        var places: [Place] = []
        for (index, transaction) in transactions.enumerated() {
            guard let header = header(of: transaction) else { continue }
            places.append((header.gateway, header.first, index))
        }
        places.sort { left, right in
            if left.gateway != right.gateway {
                return left.gateway.utf8.lexicographicallyPrecedes(right.gateway.utf8)
            }
            return (left.first, left.index) < (right.first, right.index)
        }
        return places.map { transactions[$0.index] }
    }

    private func header(of transaction: [UInt8]) -> BatchHeader? {
        if let seen = seen.batches[.of(transaction)] { return seen.header }
        do {
            return try Batch(decoding: transaction).header
        } catch {
            // Unreadable: it could only be refused.
            return nil
        }
    }

    /// A transaction's bytes with its tag and length in the block's data.
    private static func sizeInBlock(_ transaction: [UInt8]) -> Int {
        1 + ProtobufWriter.delimited(transaction).count
    }
}
