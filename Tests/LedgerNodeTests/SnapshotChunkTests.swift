import Evidence
import IntakeLedger
import SQLite
import TestKit
import Testing
import Wire

@testable import LedgerStore

/// CometBFT carries chunks of up to 16 MB, and what a snapshot says of itself below 4 MB.
@Suite("The chunks of a snapshot", .timeLimit(.minutes(2)))
struct SnapshotChunkTests {
    /// A ledger in a store, block by block; every block may be a snapshot.
    private struct Site {
        var traffic: LedgerTraffic
        var ledger: IntakeLedger
        let disk: StoreOnDisk

        var store: LedgerStore { disk.store }

        init(seed: UInt64) throws {
            traffic = try LedgerTraffic(seed: seed, gateways: 2)
            ledger = IntakeLedger(chainID: NodeSite.chainID, genesis: traffic.genesis)
            disk = try StoreOnDisk()
        }

        mutating func commit(_ block: [[UInt8]], isSnapshot: Bool = false) throws {
            let outcome = ledger.finalizeBlock(height: ledger.next, transactions: block)
            try store.commit(ledger, outcome, transactions: block, isSnapshot: isSnapshot)
        }

        /// Entries that are as long as they may be.
        mutating func writeLong(_ count: Int) throws -> [UInt8] {
            for _ in 0..<count {
                let subject = String(repeating: "s", count: LedgerLimits.entryBytes - 600)
                try traffic.write(.event(EventBody(code: .zero, subject: subject, value: 1)))
            }
            return try traffic.batch(of: 0)
        }
    }

    /// Another store that has taken a snapshot.
    private static func taken(_ snapshot: LedgerSnapshot, _ chunks: [[UInt8]]) throws -> StoreOnDisk
    {
        let young = try StoreOnDisk()
        let contents = try #require(SnapshotContents(decoding: snapshot.metadata))
        var restoring = try #require(
            SnapshotRestoring(
                metadata: snapshot.metadata, hash: snapshot.hash.bytes,
                height: UInt64(snapshot.height), chunks: snapshot.chunks,
                appHash: contents.roots.appHash.bytes))
        for (number, chunk) in chunks.enumerated() {
            let step = try restoring.take(chunk, into: young.store)
            #expect(step.kind == (number + 1 < chunks.count ? .accepted : .finished))
        }
        return young
    }

    @Test("can be carried, however long entries, the state and what was decided are")
    func long() throws {
        var site = try Site(seed: 5)
        for _ in 0..<12 { try site.commit([try site.writeLong(17)]) }
        for number in 0..<11 {
            let codes = (0..<2_000).map { "\($0)-" + String(repeating: "x", count: 220) }
            let list = try #require(CodeList(scheme: "EWC", version: "\(number)", codes: codes))
            try site.commit([try site.traffic.resolution([.publish(list)])])
        }
        try site.commit([try site.traffic.batch(of: 1, entries: 3)], isSnapshot: true)
        let snapshot = try #require(try site.disk.reader.snapshots().first)
        #expect(snapshot.metadata.count < 400)
        let chunks = try site.disk.chunks(snapshot)
        // The index, and of state, resolutions and log more than one each.
        #expect(chunks.count == 7)
        #expect(chunks.allSatisfy { $0.count < 5 << 20 })
        let young = try Self.taken(snapshot, chunks)
        #expect(try young.store.ledger()?.appHash == site.ledger.appHash)
        #expect(try young.chunks(snapshot) == chunks)
        #expect(try young.store.database.rows("SELECT * FROM evidence").count == 11)
    }

    @Test("are the same at every node, whatever was recorded since and whoever began later")
    func same() throws {
        var site = try Site(seed: 6)
        try site.commit([try site.traffic.batch(of: 0, entries: 700)], isSnapshot: true)
        let first = try #require(try site.disk.reader.snapshots().first)
        let early = try site.disk.chunks(first)
        let young = try Self.taken(first, early)
        let second = [try site.traffic.batch(of: 1, entries: 2)]
        try site.commit(second)
        let fork = try site.traffic.fork(at: 1)
        let decided = try site.traffic.resolution([.permit(site: "x", codes: ["EWC 200301"])])
        let block = [try site.traffic.batch(of: 0, entries: 900), fork, decided]
        var twin = try #require(try young.store.ledger())
        for block in [second, block] {
            let outcome = twin.finalizeBlock(height: twin.next, transactions: block)
            try young.store.commit(twin, outcome, transactions: block, isSnapshot: twin.height == 3)
        }
        try site.commit(block, isSnapshot: true)
        #expect(twin.appHash == site.ledger.appHash)
        #expect(try site.disk.chunks(first) == early)
        #expect(try young.reader.snapshots() == site.disk.reader.snapshots())
        let last = try #require(try site.disk.reader.snapshots().first)
        let late = try site.disk.chunks(last)
        #expect(try young.chunks(last) == late)
        let third = try Self.taken(last, late)
        let kept = try third.store.database.rows("SELECT digest FROM evidence").map { $0.blob(0) }
        #expect(Set(kept) == [Digest.of(fork).bytes, Digest.of(decided).bytes])
    }
}
