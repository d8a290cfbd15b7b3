import Evidence
import Wire

/// Batches of the mempool that were read and checked before, by the digest of their bytes.
///
/// A memory only: the same bytes would be judged the same again, since the registry, the schema
/// and the chain's id do not change. Bounded; when it is full it starts anew.
struct SeenBatches: Sendable {
    private static let capacity = 5_000
    private static let mostBytes = 256 << 20

    private var bytes = 0
    private(set) var batches: [Digest: SubmittedBatch] = [:]
    /// Batches of which every entry was found good.
    var approved: Set<Digest> = []

    mutating func keep(_ batch: SubmittedBatch, _ name: Digest) {
        if batches.count >= SeenBatches.capacity || bytes > SeenBatches.mostBytes {
            self = SeenBatches()
        }
        bytes += batch.batch.bytes.count
        batches[name] = batch
    }

    /// Drops transactions that are in a block now.
    mutating func forget(_ transactions: [[UInt8]]) {
        for name in transactions.map(Digest.of) {
            batches[name] = nil
            approved.remove(name)
        }
    }
}
