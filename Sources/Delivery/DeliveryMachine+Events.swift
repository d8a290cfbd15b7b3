package import Wire

extension DeliveryMachine {
    /// What happened outside.
    ///
    /// Every errand an action asks for ends in exactly one of these.
    package enum Event: Hashable, Sendable {
        /// The journal's last durable entry.
        case journalGrew(last: UInt64)
        /// A node answered; its newest height, as it says.
        case nodeReachable(height: Int64)
        /// No node answers.
        case nodeAway(reason: String)
        /// The batch is signed, and its bytes and hash are durable; `last` may be lower than
        /// planned when the bytes did not fit.
        case signed(BatchID, last: UInt64, txHash: Digest)
        /// The batch could not be signed or stored.
        case notSigned(BatchID, reason: String)
        /// The end of `send`.
        case sendAnswered(BatchID, SendAnswer)
        /// The end of `lookUp`.
        case lookedUp(BatchID, LookUpAnswer)
        /// The end of `prove`: the ledger's code and data in the block of this height,
        /// verified (`DeliveryProof`).
        case proven(BatchID, height: Int64, code: UInt32, data: [UInt8])
        /// The end of `prove` without a proof.
        case proofFailed(BatchID, ProofFailure)
        /// The end of `storeReceipts`: receipts and the state `delivered` are durable, in one
        /// transaction.
        case receiptsStored(BatchID)
        /// The end of `storeReceipts` without receipts.
        case receiptsNotStored(BatchID, reason: String)
        /// The end of `proveHead`: this gateway's last recorded entry after block `height`,
        /// verified against the header that follows, and the digest found to be our own.
        case headProven(seq: UInt64, height: Int64)
        /// The end of `proveHead` without a proof.
        case headNotProven(ProofFailure)
        /// Time passed.
        case tick
    }

    /// What to do now, in this order.
    package enum Action: Hashable, Sendable {
        /// Sign these entries and store the bytes with their hash: then `signed`.
        case plan(PlannedBatch)
        /// Send the stored bytes: then `sendAnswered`. `attempt` counts from 0 and may choose
        /// the node.
        case send(BatchID, attempt: Int)
        /// Ask for the transaction by its hash: then `lookedUp`. May name an ended batch.
        case lookUp(BatchID)
        /// Prove inclusion at this height and success: then `proven` or `proofFailed`.
        /// May name an ended batch.
        case prove(BatchID, height: Int64)
        /// Store the receipts of its entries, as far as they have none: then `receiptsStored`.
        case storeReceipts(BatchID, height: Int64)
        /// Keep this state; no answer. A crash before it is kept only repeats errands.
        case store(BatchID, DeliveryState)
        /// Prove this gateway's head in the ledger: then `headProven` or `headNotProven`.
        case proveHead
        /// Tell people.
        case report(DeliveryReport)
        /// Send `tick` at this time, milliseconds; replaces the wake time named before.
        case wakeAt(Int64)
    }
}
