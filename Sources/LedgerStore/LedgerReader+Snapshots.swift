import SQLite
import Wire

extension LedgerReader {
    private var cutter: SnapshotCutter { SnapshotCutter(database: database, path: path) }

    /// The snapshots that another node may have, newest first.
    package func snapshots() throws -> [LedgerSnapshot] {
        try database.rows("SELECT height, metadata FROM snapshots ORDER BY height DESC").map {
            row in
            guard let contents = SnapshotContents(decoding: row.blob(1)) else {
                throw cutter.damaged("a snapshot does not say what is in it")
            }
            return LedgerSnapshot(
                height: row.int(0), chunks: UInt32(clamping: contents.chunks),
                metadata: row.blob(1))
        }
    }

    /// A chunk of a snapshot; nil where there is none, or no longer.
    package func chunk(_ number: UInt32, ofSnapshotAt height: Int64) throws -> [UInt8]? {
        // What was kept of a snapshot that has gone since gives no chunk: its row says that it is there.
        let row = try database.row(
            "SELECT entries FROM snapshots WHERE height = ?", [.integer(height)])
        guard let row else { return nil }
        if number == 0 { return try index(at: height) }
        let snapshot = try served(height, entries: row.int(0))
        guard let place = snapshot.parts.part(of: Int(number)) else { return nil }
        switch place.part {
        case .state: return try statePiece(place.number, at: height)
        case .evidence: return try evidenceChunk(place.number, of: snapshot)
        case .log: return try cutter.logChunk(place.number, upTo: snapshot.entries)
        }
    }

    /// What is kept of a snapshot; its index is read when another one was asked for before.
    private func served(_ height: Int64, entries: Int64) throws -> ServedSnapshot {
        if let served, served.height == height, served.entries == entries { return served }
        let index = try SnapshotIndex(decoding: index(at: height))
        let snapshot = ServedSnapshot(height: height, entries: entries, parts: index.parts)
        served = snapshot
        return snapshot
    }

    private func index(at height: Int64) throws -> [UInt8] {
        try database.row("SELECT chunk_index FROM snapshots WHERE height = ?", [.integer(height)])?
            .blob(0) ?? []
    }

    private func statePiece(_ number: Int, at height: Int64) throws -> [UInt8]? {
        let row = try database.row(
            "SELECT substr(state, ?, ?) FROM snapshots WHERE height = ?",
            [
                .integer(Int64(number * LedgerSnapshot.bytesPerChunk + 1)),
                .integer(Int64(LedgerSnapshot.bytesPerChunk)), .integer(height),
            ])
        return row?.blob(0)
    }

    private func evidenceChunk(
        _ number: Int, of snapshot: ServedSnapshot
    ) throws -> [UInt8]? {
        let chunks = try snapshot.evidence ?? evidenceChunks(at: snapshot.height)
        served?.evidence = chunks
        guard chunks.indices.contains(number) else {
            throw cutter.damaged("a snapshot's index is not that of its state")
        }
        return try cutter.evidenceChunk(chunks[number])
    }

    private func evidenceChunks(at height: Int64) throws -> [[Digest]] {
        let row = try database.row(
            "SELECT state FROM snapshots WHERE height = ?", [.integer(height)])
        return try cutter.evidenceChunks(of: row?.blob(0) ?? [])
    }
}
