import Delivery
import Evidence
import JournalStore
import SQLite
import Testing
import Wire

@Suite("Batches and receipts")
struct BatchTests {
    private let site: TestSite

    init() throws { site = try TestSite() }

    private static let states: [DeliveryState] = [
        .planned, .signed, .sent, .unknown, .included(height: 7), .proven(height: 8),
        .delivered(height: 9), .ended(.superseded), .ended(.expired),
    ]

    private func batch(
        _ number: Int64, _ entries: ClosedRange<UInt64>, _ state: DeliveryState = .signed
    ) -> StoredBatch {
        StoredBatch(
            id: BatchID(number), first: entries.lowerBound, last: entries.upperBound,
            txHash: .of([UInt8(number)]), validUntil: 1000 + number, state: state)
    }

    @Test("a batch comes back as it was stored, in every state", arguments: states)
    func restored(state: DeliveryState) async throws {
        let batch = batch(1, 3...5, state)
        try await site.withJournal { try await $0.store(batch, tx: [1, 2, 3]) }
        try await site.withJournal { journal async throws in
            #expect(try await journal.batch(BatchID(1)) == batch)
            #expect(try await journal.transaction(of: BatchID(1)) == [1, 2, 3])
            #expect(try await journal.lastBatch() == BatchID(1))
        }
    }

    @Test("a batch's state is kept over a restart", arguments: states)
    func stateKept(state: DeliveryState) async throws {
        try await site.withJournal { journal async throws in
            try await journal.store(batch(1, 1...2, .included(height: 3)), tx: [1])
            try await journal.set(state, of: BatchID(1))
        }
        try await site.withJournal { journal async throws in
            #expect(try await journal.batch(BatchID(1))?.state == state)
        }
    }

    @Test("a batch number is used once: the bytes that may have been sent are never replaced")
    func once() async throws {
        try await site.withJournal { journal async throws in
            try await journal.store(batch(1, 1...2), tx: [1])
            await #expect(throws: JournalError.self) {
                try await journal.store(batch(1, 1...2), tx: [2])
            }
            #expect(try await journal.transaction(of: BatchID(1)) == [1])
        }
    }

    @Test("a state of a batch that is not stored is refused, not lost")
    func unknownBatch() async throws {
        try await site.withJournal { journal async throws in
            #expect(try await journal.batch(BatchID(4)) == nil)
            #expect(try await journal.transaction(of: BatchID(4)) == nil)
            await #expect(throws: JournalError.self) {
                try await journal.set(.sent, of: BatchID(4))
            }
        }
    }

    @Test("the batches beyond an entry are those that cover a later one")
    func beyond() async throws {
        try await site.withJournal { journal async throws in
            try await journal.store(batch(1, 1...2, .ended(.expired)), tx: [1])
            try await journal.store(batch(2, 1...4), tx: [2])
            try await journal.store(batch(3, 5...5), tx: [3])
            #expect(try await journal.batches(beyond: 0).map(\.id.number) == [1, 2, 3])
            #expect(try await journal.batches(beyond: 2).map(\.id.number) == [2, 3])
            #expect(try await journal.batches(beyond: 5).isEmpty)
            #expect(try await journal.batches(beyond: UInt64.max).isEmpty)
        }
    }

    @Test("a batch row that no state has is damage, and stops no program")
    func damaged() async throws {
        try await site.withJournal { try await $0.store(batch(1, 1...2), tx: [1]) }
        for change in ["state = 77", "state = 4", "first = 9, state = 1", "first = -3"] {
            try site.rawJournal().execute("UPDATE batches SET \(change)")
            try await site.withJournal { journal async throws in
                let error = await #expect(throws: JournalError.self, "\(change)") {
                    try await journal.batch(BatchID(1))
                }
                #expect(error?.code == .damaged)
            }
        }
    }
}
