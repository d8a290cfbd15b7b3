import Evidence
import Wire

/// One gateway's journal as the ledger has it: the digest of every entry, from the first.
struct RecordedChain: Hashable, Sendable {
    /// Where a batch belongs.
    enum Place: Hashable, Sendable {
        /// All of it is recorded.
        case recorded
        /// It begins beyond the next entry.
        case gap
        /// Another digest stands under this number.
        case fork(seq: UInt64, recorded: Digest, shown: Digest)
        /// It follows; the first this many of its digests are recorded.
        case follows(known: Int)
    }

    /// What is not in an entry's digest, in 16 bytes: a ledger has millions of them in memory.
    private struct Record: Hashable, Sendable {
        /// The block, whatever number it has: another node's snapshot may claim any.
        let height: Int64
        /// Twice the place in the log, and one more where its bytes came.
        ///
        /// The place is this node's own count of what lies in its memory: twice of it is a number too.
        private let packed: UInt64

        var place: Int { Int(packed >> 1) }
        var hasBytes: Bool { packed & 1 == 1 }

        init(_ entry: RecordedEntry, _ place: UInt64) {
            height = entry.height
            packed = place << 1 | (entry.hasBytes ? 1 : 0)
        }
    }

    /// The digests of entries 1, 2, 3 and so on.
    private var digests = ChunkedList<Digest>()
    /// Where and how each of them was recorded.
    private var records = ChunkedList<Record>()
    /// How many of them the block has recorded that is executed, or was last.
    private var inBlock = 0
    /// What transactions in the mempool will add, if they come into blocks in their order.
    private(set) var pending: [Digest] = []
    /// The key that the last of the pending entries changes to.
    private(set) var pendingKey: VerifyingKey?

    /// The last entry that is recorded.
    var head: ChainLink {
        ChainLink(seq: UInt64(digests.count), digest: digests.last ?? .zero)
    }

    /// Where a batch belongs among what is recorded, or what will be after the pending batches.
    func place(of batch: SubmittedBatch, withPending: Bool = false) -> Place {
        let known = digests.count + (withPending ? pending.count : 0)
        guard batch.header.first <= UInt64(known) + 1 else { return .gap }
        let start = Int(batch.header.first) - 1
        let shared = min(batch.digests.count, known - start)
        guard digest(start) == batch.header.before else {
            return .fork(
                seq: UInt64(start), recorded: digest(start), shown: batch.header.before)
        }
        for place in 0..<shared where digest(start + place + 1) != batch.digests[place] {
            return .fork(
                seq: UInt64(start + place + 1), recorded: digest(start + place + 1),
                shown: batch.digests[place])
        }
        return shared == batch.digests.count ? .recorded : .follows(known: shared)
    }

    /// The digest of an entry that is recorded or pending; zero before the first.
    func digest(_ seq: Int) -> Digest {
        guard seq > 0 else { return .zero }
        return seq <= digests.count ? digests[seq - 1] : pending[seq - digests.count - 1]
    }

    /// How many entries a block may still record, beside those that wait if they are to be counted.
    func room(withPending: Bool) -> Int {
        LedgerLimits.blockEntries - (withPending ? pending.count : inBlock)
    }

    /// An entry as it was recorded, and its place in the log; nil for one that is not.
    func record(of seq: UInt64, in gateway: String) -> (entry: RecordedEntry, place: Int)? {
        guard seq > 0, seq <= UInt64(digests.count) else { return nil }
        let record = records[Int(seq) - 1]
        let entry = RecordedEntry(
            gateway: gateway, seq: seq, digest: digests[Int(seq) - 1], height: record.height,
            hasBytes: record.hasBytes)
        return (entry, record.place)
    }

    /// Records the entry that follows the head, at a place of the log.
    mutating func append(_ entry: RecordedEntry, at place: UInt64) {
        inBlock += 1
        digests.append(entry.digest)
        records.append(Record(entry, place))
    }

    /// Expects the entries that follow the pending ones, and the key that comes after them.
    mutating func expect(_ new: ArraySlice<Digest>, nextKey: VerifyingKey?) {
        pending += new
        pendingKey = nextKey ?? pendingKey
    }

    /// Forgets what was expected, and what the last block did; the mempool is checked anew after every
    /// block.
    mutating func beginBlock() {
        (pending, pendingKey, inBlock) = ([], nil, 0)
    }
}
