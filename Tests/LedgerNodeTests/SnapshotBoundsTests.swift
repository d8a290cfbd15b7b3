import Evidence
import IntakeLedger
import SQLite
import TestKit
import Testing
import Wire

@testable import LedgerStore

@Suite("How much of a peer's false snapshot a node holds", .timeLimit(.minutes(2)))
struct SnapshotBoundsTests {
    private static let hash = Digest.of([1])

    /// Roots of a ledger with so many entries, resolutions and gateways.
    private static func roots(
        entries: UInt64, resolutions: UInt64 = 0, gateways: UInt64 = 2
    ) -> LedgerRoots {
        func part(_ count: UInt64) -> LedgerRoots.Part {
            LedgerRoots.Part(root: hash, count: count)
        }
        return LedgerRoots(
            registry: part(gateways), heads: part(gateways), log: part(entries), schema: part(1),
            policy: part(resolutions))
    }

    /// What became of the chunks of a false snapshot.
    private struct Result {
        /// Of the last one that was looked at.
        var last: SnapshotRestoring.Step.Kind
        var taken: Int
        /// The most that was kept in memory.
        var most: Int
        /// Entries and transactions on disk in the end.
        var kept: Int
    }

    /// Takes chunks behind the index, one after the other until one is not taken.
    private static func take(
        _ chunks: [[UInt8]], of index: SnapshotIndex, _ roots: LedgerRoots
    ) throws -> Result {
        let young = try StoreOnDisk()
        let metadata = SnapshotContents(height: 1, roots: roots, index: index).bytes
        var restoring = try #require(
            SnapshotRestoring(
                metadata: metadata, hash: Digest.of(metadata).bytes, height: 1,
                chunks: UInt32(index.count + 1), appHash: roots.appHash.bytes))
        var result = Result(last: .accepted, taken: 0, most: 0, kept: 0)
        for chunk in [index.bytes] + chunks {
            result.last = try restoring.take(chunk, into: young.store).kind
            result.most = max(result.most, restoring.keptBytes)
            guard result.last == .accepted else { break }
            result.taken += 1
        }
        for table in ["entries", "evidence"] {
            result.kept += try young.store.database.rows("SELECT 1 FROM \(table)").count
        }
        return result
    }

    @Test("an index of more state than there can be is refused, before a piece of it is fetched")
    func lyingIndex() throws {
        for count in [17, 40, 400_000] {
            let index = SnapshotIndex(
                state: [Digest](repeating: Self.hash, count: count), evidence: [], log: [])
            let result = try Self.take([], of: index, Self.roots(entries: 0))
            #expect(result.last == .wrong && result.taken == 0, "\(count): \(result)")
            #expect(result.most == 0)
        }
    }

    @Test(
        "an index of other numbers of chunks than the roots' entries and decisions are cut into is refused",
        arguments: [
            // A full chunk has 150 entries at the fewest, and 500 at the most.
            (entries: UInt64(0), log: 0, evidence: 0, isOne: true), (0, 1, 0, false),
            (1, 0, 0, false), (1, 1, 0, true), (1, 2, 0, false), (500, 1, 0, true),
            (501, 1, 0, false), (151, 2, 0, true), (150, 2, 0, false), (1_000, 7, 0, true),
            (1_000, 8, 0, false), (1_000, 1, 0, false), (1_000, 400_000, 0, false),
            // Three decisions, and a fork of each of two gateways.
            (0, 0, 5, true), (0, 0, 6, false), (0, 0, 400_000, false),
        ])
    func countedIndex(entries: UInt64, log: Int, evidence: Int, isOne: Bool) throws {
        let index = SnapshotIndex(
            state: [Self.hash], evidence: [Digest](repeating: Self.hash, count: evidence),
            log: [Digest](repeating: Self.hash, count: log))
        let result = try Self.take([], of: index, Self.roots(entries: entries, resolutions: 3))
        #expect(result.last == (isOne ? .accepted : .wrong))
    }

    @Test("a piece of state that is longer than an honest one is refused and not kept")
    func longPiece() throws {
        let piece = [UInt8](repeating: 7, count: 15 << 20)
        let index = SnapshotIndex(
            state: [Digest](repeating: .of(piece), count: 16), evidence: [], log: [])
        let result = try Self.take([piece], of: index, Self.roots(entries: 0))
        #expect(result.last == .wrong && result.taken == 1, "\(result)")
        #expect(result.most == 16 * 32)
    }

    @Test(
        "of the longest state 64 MiB are kept, and no more; with its last piece it is found false")
    func longestState() throws {
        let piece = [UInt8](repeating: 7, count: LedgerSnapshot.bytesPerChunk)
        let index = SnapshotIndex(
            state: [Digest](repeating: .of(piece), count: 16), evidence: [], log: [Self.hash])
        let result = try Self.take(
            [[UInt8]](repeating: piece, count: 16), of: index, Self.roots(entries: 5))
        #expect(result.last == .wrong && result.taken == 16, "\(result)")
        #expect(result.most == 64 << 20 + 17 * 32)
    }

    @Test("the bounds are those of what honest nodes cut")
    func honest() {
        #expect(SnapshotBounds.stateChunks * LedgerSnapshot.bytesPerChunk == 64 << 20)
        #expect(
            SnapshotBounds.itemsChunkBytes > LedgerSnapshot.bytesPerChunk + LedgerLimits.entryBytes)
        #expect(SnapshotBounds.itemsChunkBytes < 16 << 20)
        var filling = ChunkFilling()
        for _ in 1..<SnapshotBounds.entriesOfFullChunk { filling.add(LedgerLimits.entryBytes) }
        #expect(!filling.isFull)
        filling.add(LedgerLimits.entryBytes)
        #expect(filling.isFull)
    }
}

extension SnapshotBoundsTests {
    /// A true snapshot of a ledger with five entries, a decision and a fork.
    private struct Honest {
        let roots: LedgerRoots
        let state: [UInt8]
        let (decided, fork): ([UInt8], [UInt8])
        let log: [CBOR]

        init() throws {
            var traffic = try LedgerTraffic(seed: 3, gateways: 2)
            let batch = try traffic.batch(of: 0, entries: 5)
            fork = try traffic.fork(at: 0)
            decided = try traffic.resolution([.permit(site: "x", codes: ["EWC 200301"])])
            let block = [batch, decided, fork]
            var ledger = IntakeLedger(chainID: NodeSite.chainID, genesis: traffic.genesis)
            let outcome = ledger.finalizeBlock(height: 1, transactions: block)
            try #require(outcome.evidence.count == 2)
            let disk = try StoreOnDisk()
            try disk.store.commit(ledger, outcome, transactions: block, isSnapshot: true)
            let chunks = try disk.chunks(try #require(try disk.reader.snapshots().first))
            (roots, state) = (ledger.roots, chunks[1])
            log = try #require(try CBOR(decoding: chunks[3]).arrayValue)
        }

        static func chunk(_ transactions: [[UInt8]]) -> [UInt8] {
            CBOR.array(transactions.map { .bytes($0) }).encoded()
        }

        /// Takes the snapshot with other parts in the place of its own.
        func take(
            state: [UInt8]? = nil, evidence: [[[UInt8]]]? = nil, log: [[CBOR]]? = nil
        ) throws -> Result {
            let pieces = [state ?? self.state]
            let evidence = (evidence ?? [[decided, fork]]).map(Self.chunk)
            let log = (log ?? [self.log]).map { CBOR.array($0).encoded() }
            let index = SnapshotIndex(
                state: pieces.map { .of($0) }, evidence: evidence.map { .of($0) },
                log: log.map { .of($0) })
            return try SnapshotBoundsTests.take(pieces + evidence + log, of: index, roots)
        }
    }

    @Test("a true snapshot is taken")
    func whole() throws {
        let result = try Honest().take()
        #expect(result.last == .finished && result.kept == 7, "\(result)")
    }

    @Test(
        "a state that is not under the app hash is refused with its last piece, before what follows"
    )
    func otherState() throws {
        let honest = try Honest()
        let parts = try #require(try CBOR(decoding: honest.state).arrayValue)
        let other = IntakeLedger(
            chainID: NodeSite.chainID, genesis: try LedgerTraffic(seed: 1, gateways: 3).genesis)
        let others = try #require(try CBOR(decoding: other.stateBytes).arrayValue)
        for place in parts.indices where parts[place] != others[place] {
            var lie = parts
            lie[place] = others[place]
            let result = try honest.take(state: CBOR.array(lie).encoded())
            #expect(result.last == .wrong && result.taken == 1, "\(place): \(result)")
        }
        var renamed = parts
        renamed[0] = "another-chain"
        let result = try honest.take(state: CBOR.array(renamed).encoded())
        #expect(result.last == .wrong && result.taken == 1, "\(result)")
    }

    @Test(
        "a transaction that the state does not name is refused as it comes, and one that came before"
    )
    func planted() throws {
        let honest = try Honest()
        let (decided, fork, planted) = (
            honest.decided, honest.fork, [UInt8](repeating: 1, count: 9)
        )
        let lies: [(evidence: [[[UInt8]]], taken: Int)] = [
            ([[planted]], 2), ([[decided, planted]], 2), ([[decided, fork, planted]], 2),
            ([[decided, decided]], 2), ([[fork, decided]], 2), ([[decided]], 2), ([[]], 2),
            // Of two transactions there can be two chunks, and no more; and the first is not full.
            ([[decided], [fork]], 2), ([[decided], [fork], [fork]], 1), ([], 1),
        ]
        for (place, lie) in lies.enumerated() {
            let result = try honest.take(evidence: lie.evidence)
            #expect(result.last == .wrong && result.taken == lie.taken, "\(place): \(result)")
            #expect(result.kept == 0)
        }
    }

    @Test("an entry beyond those that the roots count is refused as it comes")
    func beyond() throws {
        let honest = try Honest()
        var entry = try #require(honest.log.last?.arrayValue)
        (entry[1], entry[4]) = (6, .null)
        let longer = try honest.take(log: [honest.log + [.array(entry)]])
        #expect(longer.last == .wrong && longer.taken == 3 && longer.kept == 0, "\(longer)")
        let shorter = try honest.take(log: [honest.log.dropLast()])
        #expect(shorter.last == .wrong && shorter.kept == 0, "\(shorter)")
    }

    @Test("an entry or a chunk that is longer than an honest one is refused")
    func longItems() throws {
        let honest = try Honest()
        let long = [UInt8](repeating: 0, count: 6 << 20)
        let evidence = try honest.take(evidence: [[long]])
        #expect(evidence.last == .wrong && evidence.taken == 2, "\(evidence)")
        var entry = try #require(honest.log.first?.arrayValue)
        for bytes in [long, [UInt8](repeating: 0, count: LedgerLimits.entryBytes + 1)] {
            entry[4] = .bytes(bytes)
            let log = try honest.take(log: [[.array(entry)]])
            #expect(log.last == .wrong && log.taken == 3, "\(log)")
        }
    }
}
