import Evidence
import IntakeLedger
import SQLite
package import Wire

/// A snapshot of the ledger: the state after a block, and the entries of the log up to it.
///
/// The log only grows, so a snapshot costs one row: its chunks are cut from the log when they are
/// asked for, the same bytes by every node.
package struct LedgerSnapshot: Hashable, Sendable {
    /// The form of the chunks.
    package static let format: UInt32 = 1
    /// Entries of one chunk.
    static let entriesPerChunk: Int64 = 500
    /// The most snapshots that are offered.
    static let kept = 3

    package let height: Int64
    /// The state's chunk and those of the log.
    package let chunks: UInt32
    /// `[height, app hash, entries, [+ chunk digest]]`; its digest names the snapshot.
    package let metadata: [UInt8]

    package var hash: Digest { .of(metadata) }
}

/// What a snapshot says of itself.
struct SnapshotContents: Hashable, Sendable {
    let height: Int64
    let appHash: Digest
    let entries: Int64
    let chunks: [Digest]

    var bytes: [UInt8] {
        CBOR.array([
            .int(height), .digest(appHash), .int(entries), .array(chunks.map { .digest($0) }),
        ]).encoded()
    }

    init(height: Int64, appHash: Digest, entries: Int64, chunks: [Digest]) {
        (self.height, self.appHash) = (height, appHash)
        (self.entries, self.chunks) = (entries, chunks)
    }

    init?(decoding bytes: [UInt8]) {
        do {
            guard let parts = try CBOR(decoding: bytes).arrayValue, parts.count == 4,
                let height = parts[0].int, let appHash = parts[1].digest,
                let entries = parts[2].int, let items = parts[3].arrayValue, entries >= 0
            else { return nil }
            let chunks = items.compactMap(\.digest)
            // Before anything is computed with it: a peer may have written any number.
            guard entries <= Int64(items.count) * LedgerSnapshot.entriesPerChunk else { return nil }
            let needed =
                1 + (entries + LedgerSnapshot.entriesPerChunk - 1)
                / LedgerSnapshot.entriesPerChunk
            guard chunks.count == items.count, Int64(chunks.count) == needed else { return nil }
            self.init(height: height, appHash: appHash, entries: entries, chunks: chunks)
        } catch {
            return nil
        }
    }
}

extension LedgerStore {
    func keepSnapshot(of ledger: IntakeLedger, entries: Int64) throws {
        try database.run(
            """
            INSERT OR REPLACE INTO snapshots (height, app_hash, state, entries)
            VALUES (?, ?, ?, ?)
            """,
            [
                .integer(ledger.height), .blob(ledger.appHash.bytes), .blob(ledger.stateBytes),
                .integer(entries),
            ])
        try database.run(
            """
            DELETE FROM snapshots WHERE height NOT IN
                (SELECT height FROM snapshots ORDER BY height DESC LIMIT \(LedgerSnapshot.kept))
            """)
    }

    /// The snapshots that another node may have, newest first.
    package func snapshots() throws -> [LedgerSnapshot] {
        try database.rows(
            "SELECT height, app_hash, state, entries FROM snapshots ORDER BY height DESC"
        ).map { row in
            guard let appHash = Digest(row.blob(1)) else {
                throw damaged("a snapshot has no hash of 32 bytes")
            }
            let entries = row.int(3)
            var chunks = [Digest.of(row.blob(2))]
            let step = LedgerSnapshot.entriesPerChunk
            for (number, first) in stride(from: 0, to: entries, by: Int(step)).enumerated() {
                chunks.append(try chunkDigest(Int64(number), first..<min(first + step, entries)))
            }
            let contents = SnapshotContents(
                height: row.int(0), appHash: appHash, entries: entries, chunks: chunks)
            return LedgerSnapshot(
                height: row.int(0), chunks: UInt32(chunks.count), metadata: contents.bytes)
        }
    }

    /// The digest of a chunk; that of a full one never changes and is kept.
    private func chunkDigest(_ number: Int64, _ places: Range<Int64>) throws -> Digest {
        let isFull = places.upperBound - places.lowerBound == LedgerSnapshot.entriesPerChunk
        if isFull,
            let kept = try database.row(
                "SELECT digest FROM chunks WHERE number = ?", [.integer(number)]),
            let digest = Digest(kept.blob(0))
        {
            return digest
        }
        let digest = Digest.of(try chunk(places))
        if isFull {
            try database.run(
                "INSERT OR REPLACE INTO chunks (number, digest) VALUES (?, ?)",
                [.integer(number), .blob(digest.bytes)])
        }
        return digest
    }

    /// A chunk of a snapshot: 0 is the state, the others are the log; nil where there is none.
    package func chunk(_ number: UInt32, ofSnapshotAt height: Int64) throws -> [UInt8]? {
        guard
            let row = try database.row(
                "SELECT state, entries FROM snapshots WHERE height = ?", [.integer(height)])
        else { return nil }
        if number == 0 { return row.blob(0) }
        let first = Int64(number - 1) * LedgerSnapshot.entriesPerChunk
        guard first < row.int(1) else { return nil }
        return try chunk(first..<min(first + LedgerSnapshot.entriesPerChunk, row.int(1)))
    }

    /// `[* [gateway, seq, digest, height, entry or null]]`.
    private func chunk(_ places: Range<Int64>) throws -> [UInt8] {
        var items: [CBOR] = []
        try database.forEach(
            """
            SELECT uri, seq, digest, height, bytes FROM entries
            JOIN gateways ON number = gateway WHERE place >= ? AND place < ? ORDER BY place
            """, [.integer(places.lowerBound), .integer(places.upperBound)]
        ) { row in
            items.append(
                .array([
                    .text(row.text(0)), .int(row.int(1)), .bytes(row.blob(2)), .int(row.int(3)),
                    row.optionalBlob(4).map { .bytes($0) } ?? .null,
                ]))
        }
        return CBOR.array(items).encoded()
    }
}
