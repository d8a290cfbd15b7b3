import Delivery
import Evidence
import JournalStore
import SQLite
import Testing
import Wire

@Suite("Receipts in the journal")
struct ReceiptTests {
    private let site: TestSite

    init() throws { site = try TestSite() }

    /// A journal of five entries, with batches over 1...2, 3...4 and 5...5.
    private func withBatches(_ body: (SQLiteJournal) async throws -> Void) async throws {
        try await site.withJournal { journal async throws in
            try await journal.append(Array(repeating: .event(), count: 5), by: site.maker)
            let ranges: [ClosedRange<UInt64>] = [1...2, 3...4, 5...5]
            for (number, range) in zip(Int64(1)..., ranges) {
                try await journal.store(
                    StoredBatch(
                        id: BatchID(number), first: range.lowerBound, last: range.upperBound,
                        txHash: .zero, validUntil: 100, state: .proven(height: 6)),
                    tx: [0])
            }
            try await body(journal)
        }
    }

    @Test("receipts and the batch's state come together, and stay")
    func delivered() async throws {
        try await withBatches { journal async throws in
            try await journal.deliver(BatchID(1), height: 6, receipts: [(1, [11]), (2, [12])])
        }
        try await site.withJournal { journal async throws in
            #expect(try await journal.receipt(of: 1) == [11])
            #expect(try await journal.receipt(of: 2) == [12])
            #expect(try await journal.receipt(of: 3) == nil)
            #expect(try await journal.batch(BatchID(1))?.state == .delivered(height: 6))
        }
    }

    @Test("delivered is everything up to the first gap")
    func deliveredThrough() async throws {
        try await withBatches { journal async throws in
            #expect(try await journal.deliveredThrough() == 0)
            try await journal.deliver(BatchID(2), height: 7, receipts: [(3, [3]), (4, [4])])
            #expect(try await journal.deliveredThrough() == 0)
            try await journal.deliver(BatchID(1), height: 8, receipts: [(1, [1]), (2, [2])])
            #expect(try await journal.deliveredThrough() == 4)
            try await journal.deliver(BatchID(3), height: 9, receipts: [(5, [5])])
            #expect(try await journal.deliveredThrough() == 5)
            try await journal.append([.event()], by: site.maker)
            #expect(try await journal.deliveredThrough() == 5)
        }
    }

    @Test("a reader and the next start find the same gap, whichever batch was delivered first")
    func gapStays() async throws {
        try await withBatches { journal async throws in
            try await journal.deliver(BatchID(2), height: 7, receipts: [(3, [3]), (4, [4])])
            #expect(try JournalReader(site.folder).deliveredThrough() == 0)
        }
        try await site.withJournal { journal async throws in
            #expect(try await journal.deliveredThrough() == 0)
            try await journal.deliver(BatchID(1), height: 8, receipts: [(1, [1]), (2, [2])])
            #expect(try JournalReader(site.folder).deliveredThrough() == 4)
        }
        #expect(try await site.withJournal { try await $0.deliveredThrough() } == 4)
    }

    @Test("a journal of an earlier version knows what is delivered once it is opened")
    func earlier() async throws {
        try await withBatches { journal async throws in
            try await journal.deliver(BatchID(1), height: 8, receipts: [(1, [1]), (2, [2])])
        }
        try site.rawJournal().execute(
            "DELETE FROM meta WHERE name = 'delivered'; PRAGMA user_version = 4;")
        try await site.withJournal { journal async throws in
            #expect(try await journal.deliveredThrough() == 2)
        }
        let kept = try site.rawJournal().row("SELECT value FROM meta WHERE name = 'delivered'")
        #expect(kept?.text(0) == "2")
    }

    @Test("a receipt for an entry that is not there takes the whole delivery back")
    func allOrNothing() async throws {
        try await withBatches { journal async throws in
            await #expect(throws: JournalError.self) {
                try await journal.deliver(BatchID(3), height: 9, receipts: [(5, [5]), (6, [6])])
            }
            #expect(try await journal.receipt(of: 5) == nil)
            #expect(try await journal.batch(BatchID(3))?.state == .proven(height: 6))
        }
    }

    @Test("delivering twice keeps the first receipts")
    func twice() async throws {
        try await withBatches { journal async throws in
            try await journal.deliver(BatchID(3), height: 9, receipts: [(5, [5])])
            try await journal.deliver(BatchID(3), height: 9, receipts: [(5, [55])])
            #expect(try await journal.receipt(of: 5) == [5])
        }
    }

    @Test("a delivery of a batch that is not stored leaves nothing")
    func unknownBatch() async throws {
        try await withBatches { journal async throws in
            await #expect(throws: JournalError.self) {
                try await journal.deliver(BatchID(9), height: 9, receipts: [(1, [1])])
            }
            #expect(try await journal.receipt(of: 1) == nil)
        }
    }
}
