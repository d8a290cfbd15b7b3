import Delivery
import Wire

/// The bytes of one transaction, as much of them as the ledger's rules need.
struct SignedBatch: Hashable {
    let id: BatchID
    let entries: ClosedRange<UInt64>
    let digestsOnly: Set<UInt64>
    let validUntil: Int64
    let txHash: Digest
}

/// What the ledger answers to a transaction.
struct Answered: Hashable {
    let code: UInt32
    var data: [UInt8] = []
}

/// A ledger with a node before it: forgetful, crowded, but never wrong about its own blocks.
struct HostileLedger {
    /// The newest block.
    private(set) var height: Int64 = 10
    /// The last entry recorded.
    private(set) var head: UInt64 = 0
    /// The head after every block.
    private(set) var heads: [Int64: UInt64] = [:]
    /// How often each entry was recorded.
    private(set) var recorded: [UInt64: Int] = [:]
    /// The block that the node's index names for a transaction.
    private(set) var index: [Digest: Int64] = [:]
    /// Every answer in every block.
    private var answers: [Int64: [Digest: Answered]] = [:]
    private var pool: [SignedBatch] = []
    private var cache: Set<Digest> = []

    /// Entries whose content the ledger does not take.
    let forbidden: Set<UInt64>
    /// The most entries the ledger takes at once.
    let mostEntries: Int
    /// Whether the content is judged before it is seen that the entries are recorded already.
    let judgesContentFirst: Bool

    init(forbidden: Set<UInt64>, mostEntries: Int, judgesContentFirst: Bool) {
        self.forbidden = forbidden
        self.mostEntries = mostEntries
        self.judgesContentFirst = judgesContentFirst
    }

    /// The ledger's rules for a batch that comes after `head`.
    func judge(_ batch: SignedBatch, after head: UInt64, height: Int64) -> Answered {
        guard height <= batch.validUntil else { return Answered(code: 21) }
        guard batch.entries.count <= mostEntries else { return Answered(code: 22) }
        let isRecorded = batch.entries.upperBound <= head
        if isRecorded, !judgesContentFirst { return Answered(code: 1) }
        let open = forbidden.subtracting(batch.digestsOnly).filter(batch.entries.contains)
        if let offending = open.min() {
            let data = CBOR.array(["urn:gateway:1", .unsigned(offending)]).encoded()
            return Answered(code: 20, data: data)
        }
        if isRecorded { return Answered(code: 1) }
        if batch.entries.lowerBound > head + 1 { return Answered(code: 16) }
        return Answered(code: batch.entries.lowerBound == head + 1 ? 0 : 17)
    }

    /// The node's answer to a transaction that reached it.
    mutating func submit(_ batch: SignedBatch) -> SendAnswer {
        guard cache.insert(batch.txHash).inserted else { return .alreadyKnown }
        let pending = pool.map(\.entries.upperBound).max() ?? 0
        let answer = judge(batch, after: max(head, pending), height: height + 1)
        guard answer.code == 0 else {
            cache.remove(batch.txHash)
            return .refused(code: answer.code, data: answer.data, log: "refused")
        }
        pool.append(batch)
        return .accepted
    }

    /// Puts a transaction before the proposer without any check.
    mutating func smuggle(_ batch: SignedBatch) {
        cache.insert(batch.txHash)
        if !pool.contains(batch) { pool.append(batch) }
    }

    /// The answer in a block; nil when the block does not hold the transaction.
    func answer(to hash: Digest, at height: Int64) -> Answered? {
        answers[height]?[hash]
    }

    /// Makes the next block of what is pending, except what gets lost.
    mutating func makeBlock(loses: (SignedBatch) -> Bool, ordered: Bool) {
        height += 1
        let kept = pool.filter { !loses($0) }
        pool = []
        let order =
            ordered ? kept.sorted { $0.entries.lowerBound < $1.entries.lowerBound } : kept
        for batch in order {
            let answer = judge(batch, after: head, height: height)
            answers[height, default: [:]][batch.txHash] = answer
            if answer.code == 0 {
                for seq in batch.entries { recorded[seq, default: 0] += 1 }
                head = batch.entries.upperBound
            }
            // The index keeps an older success when the same bytes fail later.
            let before = index[batch.txHash].flatMap { self.answer(to: batch.txHash, at: $0) }
            if before?.code != 0 { index[batch.txHash] = height }
        }
        heads[height] = head
    }

    /// The node starts again: what it had in memory is gone.
    mutating func forget() {
        pool = []
        cache = []
    }
}
