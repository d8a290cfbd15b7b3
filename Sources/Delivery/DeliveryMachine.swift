/// Brings the journal's entries into the chain, batch by batch, and knows when they are there.
///
/// A pure machine: events in, actions out; `now` is monotonic time in milliseconds. A batch goes
/// planned → signed → sent | unknown → included (a node's claim) → proven (our verification) →
/// delivered (receipts stored), or ends superseded or expired. Silence is never a refusal: the
/// same bytes are sent again. New bytes for the same entries come only after a refusal that the
/// ledger would repeat, or after a verified height beyond the batch's last and a proven head
/// short of its first entry.
package struct DeliveryMachine: Sendable {
    let policy: BatchPolicy
    var backoff: Backoff

    /// The batches on their way, by first entry; no two cover the same entry.
    var flights: [Flight] = []
    /// Ended batches whose entries are not delivered yet: their bytes may still turn up.
    var ended: [BatchID: StoredBatch] = [:]
    /// Ended batches that a node says are in a block of this height; the proof was asked for.
    var provingEnded: [BatchID: Int64] = [:]
    /// The entries whose receipts are stored.
    var delivered: EntryRanges
    /// Entries that travel as their digest.
    var withheld: Set<UInt64> = []
    /// The block in which the ledger refused a batch, as we verified.
    ///
    /// Nodes keep naming that block; it says nothing about the same bytes in a later one.
    var refusedAt: [BatchID: Int64] = [:]

    /// Batches that were given up while they were being signed.
    var droppedPlans: Set<BatchID> = []

    /// The journal's last durable entry.
    var journalLast: UInt64
    /// The highest entry that was ever part of a signed batch.
    var signedThrough: UInt64
    var lastID: BatchID
    /// The most entries of the next batch; halves when a node finds a batch too large.
    var entryLimit: Int
    /// When the oldest entry that was never signed began to wait for company.
    var waitingSince: Int64?
    /// No batch is planned before this time.
    var planNotBefore = Int64.min
    var planFailures = 0

    /// The newest height of the node, as it says; nil while no node answers.
    var node: Int64?
    var headProof = HeadProof.idle(notBefore: .min, attempts: 0)
    /// The actions of the event being taken.
    var outbox: [Action] = []

    /// The errand of proving the ledger's head.
    enum HeadProof: Hashable, Sendable {
        case idle(notBefore: Int64, attempts: Int)
        case running(since: Int64, attempts: Int)
    }

    /// A machine that goes on from what was stored.
    ///
    /// `restored` holds at least every batch whose last entry is beyond `deliveredThrough`, ended
    /// ones included; `lastBatch` is the highest number ever used when that is not among them.
    /// `journalLast` is the journal's last durable entry, 0 for an empty journal.
    package init(
        restored: [StoredBatch], journalLast: UInt64, deliveredThrough: UInt64 = 0,
        lastBatch: BatchID = BatchID(0), policy: BatchPolicy = BatchPolicy(), seed: UInt64
    ) {
        self.policy = policy
        self.journalLast = journalLast
        backoff = Backoff(seed: seed)
        entryLimit = policy.maxEntries
        delivered = EntryRanges(through: deliveredThrough)
        lastID = max(lastBatch, restored.map(\.id).max() ?? lastBatch)
        signedThrough = max(deliveredThrough, restored.map(\.last).max() ?? 0)
        restore(restored)
    }

    /// Takes one event and says what to do.
    package mutating func receive(_ event: Event, now: Int64) -> [Action] {
        outbox = []
        take(event, now: now)
        advance(now: now)
        defer { outbox = [] }
        return outbox
    }

    /// Every entry up to this one has its receipt.
    package var deliveredThrough: UInt64 { delivered.through }

    /// How many entries of the journal have no receipt yet.
    package var waiting: UInt64 {
        let done = delivered.through + delivered.beyond
        return journalLast > done ? journalLast - done : 0
    }

    /// The batches on their way, by first entry, and how far each has come.
    package var underWay: [(id: BatchID, entries: ClosedRange<UInt64>, state: DeliveryState)] {
        flights.map { ($0.id, $0.entries, $0.state) }
    }
}
