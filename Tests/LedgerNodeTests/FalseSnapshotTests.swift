import Evidence
import IntakeLedger
import TestKit
import Testing
import Wire

@testable import LedgerStore

/// What a peer may tell of the log's second entry, which came with its bytes, or of the fourth, which
/// travelled as its digest.
struct SnapshotLie: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// Changes `[gateway, seq, digest, height, entry or null]` of the entry at a place.
    let tell: @Sendable (_ place: Int, _ entry: inout [CBOR], _ withheld: [UInt8]) -> Void

    init(
        _ description: String,
        _ tell: @escaping @Sendable (Int, inout [CBOR], [UInt8]) -> Void
    ) {
        (testDescription, self.tell) = (description, tell)
    }

    private static let other = "https://site-1.example/gateways/1"

    static let all = [
        SnapshotLie("the bytes left out") { place, entry, _ in
            if place == 1 { entry[4] = .null }
        },
        SnapshotLie("the bytes of all entries left out") { _, entry, _ in entry[4] = .null },
        SnapshotLie("the true bytes of an entry that travelled as its digest") {
            place, entry, withheld in
            if place == 3 { entry[4] = .bytes(withheld) }
        },
        SnapshotLie("another block") { place, entry, _ in if place == 1 { entry[3] = 2 } },
        SnapshotLie("a block that no chain comes to") { place, entry, _ in
            if place == 0 { (entry[3], entry[4]) = (.int(1 << 62), .null) }
        },
        SnapshotLie("a block before the first") { place, entry, _ in
            if place == 1 { entry[3] = .int(-1) }
        },
        SnapshotLie("another gateway's name from the fourth entry on") { place, entry, _ in
            if place >= 3 { (entry[0], entry[1]) = (.text(other), .unsigned(UInt64(place - 2))) }
        },
        SnapshotLie("the gateway's name in another spelling") { _, entry, _ in
            // K, the unit of temperature, counts as the letter where texts are compared as people read.
            entry[0] = .text("https://\u{212A}ai.example/gateways/1")
        },
        SnapshotLie("two entries in each other's place") { place, entry, _ in
            if place < 2 { entry[1] = .unsigned(UInt64(2 - place)) }
        },
        SnapshotLie("a number left out") { place, entry, _ in
            if place == 4 { entry[1] = 7 }
        },
        SnapshotLie("a digest of something else") { place, entry, _ in
            if place == 3 { entry[2] = .digest(.of([1])) }
        },
        SnapshotLie("a text in the place of an entry") { place, entry, _ in
            if place == 3 { entry[4] = "nothing" }
        },
    ]
}

@Suite("A snapshot of a peer that lies")
struct FalseSnapshotTests {
    private static let name = "https://Kai.example/gateways/1"

    /// Entries 1 to 5 of a gateway with a K in its name, the fourth as its digest.
    ///
    /// Another gateway has none. The state after block 1 is a snapshot.
    private static func site() throws -> (
        disk: StoreOnDisk, roots: LedgerRoots, withheld: [UInt8]
    ) {
        var random = SeededGenerator(seed: 1)
        let key = try SigningKey(seed: [UInt8](repeating: 3, count: 32))
        var (link, items, withheld) = (ChainLink.start, [BatchItem](), [UInt8]())
        for seq in UInt8(1)...5 {
            let entry = try EntryMaker(gateway: name, key: key).make(
                .weighIn(WeighInBody(visit: [UInt8](repeating: seq, count: 16))), claims: [],
                after: link, id: UUIDv7(milliseconds: 1_790_000_000_000, using: &random),
                time: 1_790_000_000, salts: &random
            ).entry
            if seq == 4 { withheld = entry.bytes }
            items.append(seq == 4 ? .digest(entry.digest) : .entry(entry.bytes))
            link = ChainLink(seq: entry.seq, digest: entry.digest)
        }
        let batch = try Batch.make(
            items, chainID: NodeSite.chainID, gateway: name, after: .start, validUntil: 9, key: key,
            id: UUIDv7(milliseconds: 1, using: &random)
        ).bytes
        var ledger = IntakeLedger(
            chainID: NodeSite.chainID,
            genesis: LedgerGenesis(gateways: [
                GatewayRegistration(gateway: name, site: "x", key: key.publicKey),
                GatewayRegistration(
                    gateway: "https://site-1.example/gateways/1", site: "y", key: key.publicKey),
            ]))
        let outcome = ledger.finalizeBlock(height: 1, transactions: [batch])
        try #require(outcome.results.map(\.code) == [.accepted])
        let disk = try StoreOnDisk()
        try disk.store.commit(ledger, outcome, transactions: [batch], isSnapshot: true)
        return (disk, ledger.roots, withheld)
    }

    /// The chunks of a snapshot: index, state, log.
    private static func chunks(_ disk: StoreOnDisk) throws -> [[UInt8]] {
        try (0..<3).map { try #require(try disk.reader.chunk($0, ofSnapshotAt: 1)) }
    }

    /// Takes chunks behind a metadata and an index that fit them.
    private static func take(
        state: [[UInt8]], evidence: [[UInt8]] = [], log: [[UInt8]], roots: LedgerRoots,
        appHash: Digest? = nil, height: Int64 = 1, into young: StoreOnDisk
    ) throws -> SnapshotRestoring.Step.Kind? {
        let index = SnapshotIndex(
            state: state.map { .of($0) }, evidence: evidence.map { .of($0) },
            log: log.map { .of($0) })
        let metadata = SnapshotContents(
            height: height, roots: roots, index: index
        ).bytes
        guard
            var restoring = SnapshotRestoring(
                metadata: metadata, hash: Digest.of(metadata).bytes, height: 1,
                chunks: UInt32(index.count + 1), appHash: (appHash ?? roots.appHash).bytes)
        else { return nil }
        for chunk in [index.bytes] + state + evidence + log {
            let step = try restoring.take(chunk, into: young.store).kind
            guard step == .accepted else { return step }
        }
        return .accepted
    }

    @Test("is not believed, and leaves nothing behind", arguments: SnapshotLie.all)
    func lies(_ lie: SnapshotLie) throws {
        let site = try Self.site()
        let chunks = try Self.chunks(site.disk)
        let young = try StoreOnDisk()
        let items = try #require(try CBOR(decoding: chunks[2]).arrayValue)
        let told = try items.enumerated().map { place, item in
            var entry = try #require(item.arrayValue)
            lie.tell(place, &entry, site.withheld)
            return CBOR.array(entry)
        }
        let step = try Self.take(
            state: [chunks[1]], log: [CBOR.array(told).encoded()], roots: site.roots, into: young)
        #expect(step == .wrong)
        #expect(try young.store.ledger() == nil)
        #expect(try young.store.entryCount() == 0)
        // The same store takes the true one.
        #expect(
            try Self.take(
                state: [chunks[1]], log: [chunks[2]], roots: site.roots, into: young) == .finished)
        #expect(try young.store.ledger()?.appHash == site.roots.appHash)
        #expect(try young.reader.snapshots() == site.disk.reader.snapshots())
    }

    @Test("of another block than the one that was offered is not begun with")
    func height() throws {
        let site = try Self.site()
        let chunks = try Self.chunks(site.disk)
        let state = try #require(try CBOR(decoding: chunks[1]).arrayValue)
        var later = state
        later[1] = 1_000_000
        let young = try StoreOnDisk()
        let step = try Self.take(
            state: [CBOR.array(later).encoded()], log: [chunks[2]], roots: site.roots,
            height: 1_000_000, into: young)
        #expect(step == nil)
        // Nor where only the state says so.
        #expect(
            try Self.take(
                state: [CBOR.array(later).encoded()], log: [chunks[2]], roots: site.roots,
                into: young) == .wrong)
    }

    @Test(
        "that names a block beyond its own is not believed, however large the number is",
        arguments: [2, 1 << 62, .max, 0, .min] as [Int64])
    func block(_ height: Int64) throws {
        let site = try Self.site()
        let chunks = try Self.chunks(site.disk)
        let entry = CBOR.array([
            .text(Self.name), 1, .digest(.of([1])), .int(height), .null,
        ])
        let step = try Self.take(
            state: [chunks[1]], log: [CBOR.array([entry]).encoded()], roots: site.roots,
            into: try StoreOnDisk())
        #expect(step == .wrong)
    }

    @Test("that is cut otherwise, or with transactions that nobody named, is refused")
    func cut() throws {
        let site = try Self.site()
        let chunks = try Self.chunks(site.disk)
        let items = try #require(try CBOR(decoding: chunks[2]).arrayValue)
        let halves = [items[..<2], items[2...]].map { CBOR.array(Array($0)).encoded() }
        let young = try StoreOnDisk()
        let planted = CBOR.array([.bytes([1, 2, 3])]).encoded()
        let wrong: [(evidence: [[UInt8]], log: [[UInt8]])] = [
            ([], halves), ([planted], [chunks[2]]), ([], [chunks[2], planted]),
        ]
        for (evidence, log) in wrong {
            #expect(
                try Self.take(
                    state: [chunks[1]], evidence: evidence, log: log, roots: site.roots, into: young
                )
                    == .wrong)
        }
        // In pieces of any length the state is the same.
        let pieces = [Array(chunks[1][..<9]), Array(chunks[1][9...])]
        #expect(
            try Self.take(state: pieces, log: [chunks[2]], roots: site.roots, into: young)
                == .finished)
    }

    @Test("whose roots are not those under the app hash is not begun with")
    func roots() throws {
        let site = try Self.site()
        let chunks = try Self.chunks(site.disk)
        let honest = site.roots
        let fewer = LedgerRoots(
            registry: honest.registry, heads: honest.heads,
            log: LedgerRoots.Part(root: honest.log.root, count: 4), schema: honest.schema,
            policy: honest.policy)
        let step = try Self.take(
            state: [chunks[1]], log: [chunks[2]], roots: fewer, appHash: honest.appHash,
            into: try StoreOnDisk())
        #expect(step == nil)
    }

    @Test(
        "an entry is of a block between that of the one before it and the snapshot's",
        arguments: [(Int64(2), false), (3, true), (5, true), (6, false)])
    func order(_ height: Int64, isOne: Bool) throws {
        let entry = CBOR.array([.text(Self.name), 1, .digest(.of([1])), .int(height), .null])
        if isOne {
            #expect(try FetchedEntry(entry, in: 3...5).height == height)
        } else {
            #expect(throws: CBORError.self) { try FetchedEntry(entry, in: 3...5) }
        }
    }
}
