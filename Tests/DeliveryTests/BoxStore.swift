import Delivery
import TestKit
import Wire

/// What survives a restart of the box: stored batches, their bytes, and receipts.
struct BoxStore {
    var batches: [BatchID: StoredBatch] = [:]
    private(set) var bytes: [BatchID: SignedBatch] = [:]
    /// The batch whose receipt each entry has.
    private(set) var receipts: [UInt64: BatchID] = [:]
    /// The journal's last durable entry.
    var journalLast: UInt64 = 0

    /// Signs what was planned, or the first part of it, and stores bytes and state together.
    mutating func sign(_ plan: PlannedBatch, last: UInt64) -> SignedBatch {
        // Every signing gives other bytes, as a fresh identifier inside them does.
        let salt = "\(plan.id) \(plan.first) \(last) \(plan.validUntil) \(bytes.count)"
        let batch = SignedBatch(
            id: plan.id, entries: plan.first...last, digestsOnly: plan.digestsOnly,
            validUntil: plan.validUntil, txHash: Digest.of(Array(salt.utf8)))
        bytes[plan.id] = batch
        batches[plan.id] = StoredBatch(
            id: plan.id, first: plan.first, last: last, txHash: batch.txHash,
            validUntil: plan.validUntil, state: .signed)
        return batch
    }

    /// Stores the receipts of a batch, where there are none, and its state in one step.
    mutating func deliver(_ batch: SignedBatch, height: Int64) {
        for seq in batch.entries { receipts[seq] = receipts[seq] ?? batch.id }
        batches[batch.id]?.state = .delivered(height: height)
    }

    /// Every entry up to this one has its receipt.
    var deliveredThrough: UInt64 {
        var last: UInt64 = 0
        while receipts[last + 1] != nil { last += 1 }
        return last
    }
}
