import Evidence
import Wire

/// Transactions of the mempool that were read and checked before, by the digest of their bytes.
///
/// A memory only, of what follows from the bytes, the registry, the allow-list and the chain's id, and
/// from nothing else: the same bytes would be judged the same again. Bounded; when it is full it
/// starts anew.
struct SeenBatches: Sendable {
    private static let capacity = 5_000
    private static let mostBytes = 256 << 20

    /// About how much memory the batches take.
    private(set) var bytes = 0
    private(set) var batches: [Digest: SubmittedBatch] = [:]
    /// Batches of which every entry is signed.
    var signed: Set<Digest> = []
    /// Batches of which every entry's own content was found good.
    var approved: Set<Digest> = []
    /// What the mempool was told of transactions that no block will make good, so that nobody has them
    /// read and checked again and again.
    private(set) var refused: [Digest: LedgerResult] = [:]

    mutating func keep(_ batch: SubmittedBatch, _ name: Digest) {
        if batches.count >= SeenBatches.capacity || bytes > SeenBatches.mostBytes {
            let refused = refused
            self = SeenBatches()
            self.refused = refused
        }
        drop(name)
        bytes += batch.weight
        batches[name] = batch
    }

    mutating func refuse(_ name: Digest, _ result: LedgerResult) {
        guard result.code.isForGood else { return }
        if refused.count >= SeenBatches.capacity { refused = [:] }
        refused[name] = result
        drop(name)
    }

    /// Drops transactions that are in a block now.
    mutating func forget(_ transactions: [[UInt8]]) {
        for name in transactions.map(Digest.of) { drop(name) }
    }

    private mutating func drop(_ name: Digest) {
        bytes -= batches.removeValue(forKey: name)?.weight ?? 0
        signed.remove(name)
        approved.remove(name)
    }
}

extension SubmittedBatch {
    /// About how much memory it takes, in bytes: what was read stands beside the bytes several times.
    fileprivate var weight: Int {
        4 * batch.bytes.count + 128 * digests.count + 1_500 * entries.count
    }
}

extension LedgerCode {
    /// Whether the bytes alone are at fault.
    fileprivate var isForGood: Bool {
        switch self {
        case .tooLarge, .malformed, .incomplete, .brokenLink, .rootMismatch, .badEntrySignature:
            true
        default: false
        }
    }
}
