import IntakeLedger
import SQLite
import Wire

extension LedgerStore {
    private var cutter: SnapshotCutter { SnapshotCutter(database: database, path: path) }

    /// Keeps what is needed to cut the chunks of the state after this block, later.
    func keepSnapshot(of ledger: IntakeLedger, entries: Int64) throws {
        let state = ledger.stateBytes
        let index = SnapshotIndex(
            state: SnapshotCutter.pieces(of: state).map { .of(Array($0)) },
            evidence: try cutter.evidenceChunks(of: state).map {
                try .of(cutter.evidenceChunk($0))
            },
            log: try logDigests(upTo: entries))
        let contents = SnapshotContents(
            height: ledger.height, roots: ledger.roots, index: index)
        try database.run(
            """
            INSERT OR REPLACE INTO snapshots (height, entries, state, chunk_index, metadata)
            VALUES (?, ?, ?, ?, ?)
            """,
            [
                .integer(ledger.height), .integer(entries), .blob(state), .blob(index.bytes),
                .blob(contents.bytes),
            ])
        try database.run(
            """
            DELETE FROM snapshots WHERE height NOT IN
                (SELECT height FROM snapshots ORDER BY height DESC LIMIT \(LedgerSnapshot.kept))
            """)
    }
}

extension LedgerStore {
    // MARK: The log

    /// Notes the digest of every chunk of the log that is full now, once and for good.
    ///
    /// With each block, so that nobody who asks for snapshots has the log hashed.
    func closeChunks() throws {
        let last = try database.row("SELECT number, past FROM chunks ORDER BY number DESC LIMIT 1")
        var (number, first) = (last.map { $0.int(0) + 1 } ?? 0, last?.int(1) ?? 0)
        var filling = ChunkFilling()
        var ends: [Int64] = []
        try database.forEach(
            "SELECT place, length(bytes) FROM entries WHERE place >= ? ORDER BY place",
            [.integer(first)]
        ) { row in
            filling.add(Int(row.int(1)))
            guard filling.isFull else { return }
            ends.append(row.int(0) + 1)
            filling = ChunkFilling()
        }
        for end in ends {
            try noteChunk(number, end: end, digest: .of(try cutter.logChunk(first..<end)))
            (number, first) = (number + 1, end)
        }
    }

    /// Notes a full chunk of the log: the place after its last entry, and its digest.
    func noteChunk(_ number: Int64, end: Int64, digest: Digest) throws {
        try database.run(
            "INSERT INTO chunks (number, past, digest) VALUES (?, ?, ?)",
            [.integer(number), .integer(end), .blob(digest.bytes)])
    }

    /// The digests of the chunks that hold the first so many entries.
    private func logDigests(upTo entries: Int64) throws -> [Digest] {
        var (digests, end) = ([Digest](), Int64(0))
        try database.forEach("SELECT digest, past FROM chunks ORDER BY number") { row in
            guard let digest = Digest(row.blob(0)) else {
                throw damaged("a chunk has no digest of 32 bytes")
            }
            digests.append(digest)
            end = row.int(1)
        }
        if end < entries { digests.append(.of(try cutter.logChunk(end..<entries))) }
        return digests
    }
}
