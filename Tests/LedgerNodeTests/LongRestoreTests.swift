import IntakeLedger
import SQLite
import TestKit
import Testing
import Wire

@testable import LedgerStore

@Suite("A state of many entries that is fetched", .timeLimit(.minutes(2)))
struct LongRestoreTests {
    private static let entries = 2_600

    /// A state after a block of many entries, as a snapshot.
    private static func old(seed: UInt64) throws -> (disk: StoreOnDisk, ledger: IntakeLedger) {
        var traffic = try LedgerTraffic(seed: seed, gateways: 2)
        var ledger = IntakeLedger(chainID: NodeSite.chainID, genesis: traffic.genesis)
        let disk = try StoreOnDisk()
        let block = try (0..<13).map { try traffic.batch(of: $0 % 2, entries: entries / 13) }
        let outcome = ledger.finalizeBlock(height: 1, transactions: block)
        try disk.store.commit(ledger, outcome, transactions: block, isSnapshot: true)
        return (disk, ledger)
    }

    /// What becomes of the last chunk, when all others are there.
    private static func take(
        _ snapshot: LedgerSnapshot, _ chunks: [[UInt8]], of ledger: IntakeLedger,
        into young: StoreOnDisk
    ) throws -> SnapshotRestoring.Step {
        var restoring = try #require(
            SnapshotRestoring(
                metadata: snapshot.metadata, hash: snapshot.hash.bytes, height: 1,
                chunks: snapshot.chunks, appHash: ledger.appHash.bytes))
        for chunk in chunks.dropLast() {
            #expect(try restoring.take(chunk, into: young.store).kind == .accepted)
        }
        _ = young.signs.heard
        return try restoring.take(try #require(chunks.last), into: young.store)
    }

    @Test("is read once, tells while it is read that this goes on, and is the ledger from there on")
    func once() throws {
        let (old, ledger) = try Self.old(seed: 1)
        let snapshot = try #require(try old.reader.snapshots().first)
        let young = try StoreOnDisk()
        let step = try Self.take(snapshot, try old.chunks(snapshot), of: ledger, into: young)
        guard case .finished(var fetched) = step else { throw Trouble("\(step.kind)") }
        // A sign of every thousand entries, and not of twice as many.
        #expect(young.signs.heard == Self.entries / LedgerStore.readAtOnce)
        #expect(fetched.appHash == ledger.appHash)
        let next = fetched.finalizeBlock(height: 2, transactions: [])
        try young.store.commit(fetched, next, transactions: [], isSnapshot: false)
        #expect(try young.store.ledger()?.appHash == fetched.appHash)
    }

    @Test("and given up is removed step by step, and leaves tables like new ones")
    func cleared() throws {
        let (old, ledger) = try Self.old(seed: 2)
        let snapshot = try #require(try old.reader.snapshots().first)
        let chunks = try old.chunks(snapshot)
        let (young, new) = (try StoreOnDisk(), try StoreOnDisk())
        _ = try Self.take(snapshot, Array(chunks.dropLast()), of: ledger, into: young)
        #expect(try young.store.entryCount() > 1_000)
        _ = young.signs.heard
        try young.store.clear()
        // More than one, while nobody can say how long a disk takes for millions.
        #expect(young.signs.heard > 5)
        let schema = "SELECT name, sql FROM sqlite_schema ORDER BY name"
        #expect(try young.reader.database.rows(schema) == new.reader.database.rows(schema))
        for table in ["entries", "gateways", "evidence", "chunks", "loads"] {
            #expect(try young.store.database.rows("SELECT * FROM \(table)").isEmpty)
        }
        #expect(
            try Self.take(snapshot, chunks, of: ledger, into: young).kind == .finished)
        #expect(try young.reader.snapshots() == old.reader.snapshots())
    }
}
