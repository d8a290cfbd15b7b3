import Evidence
import IntakeLedger
import SQLite
import Wire

extension LedgerStore {
    /// Keeps what is needed to cut the chunks of the state after this block, later.
    func keepSnapshot(of ledger: IntakeLedger, entries: Int64) throws {
        let state = ledger.stateBytes
        let index = SnapshotIndex(
            state: Self.pieces(of: state).map { .of(Array($0)) },
            evidence: try evidenceChunks(of: state).map { try .of(evidenceChunk($0)) },
            log: try logDigests(upTo: entries))
        let contents = SnapshotContents(
            height: ledger.height, appHash: ledger.appHash, entries: entries, index: index)
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

    /// The snapshots that another node may have, newest first.
    package func snapshots() throws -> [LedgerSnapshot] {
        try database.rows("SELECT height, metadata FROM snapshots ORDER BY height DESC").map {
            row in
            guard let contents = SnapshotContents(decoding: row.blob(1)) else {
                throw damaged("a snapshot does not say what is in it")
            }
            return LedgerSnapshot(
                height: row.int(0), chunks: UInt32(clamping: contents.chunks),
                metadata: row.blob(1))
        }
    }

    /// A chunk of a snapshot; nil where there is none.
    package func chunk(_ number: UInt32, ofSnapshotAt height: Int64) throws -> [UInt8]? {
        guard
            let row = try database.row(
                "SELECT chunk_index, state, entries FROM snapshots WHERE height = ?",
                [.integer(height)])
        else { return nil }
        if number == 0 { return row.blob(0) }
        guard let place = try SnapshotIndex(decoding: row.blob(0)).part(of: Int(number)) else {
            return nil
        }
        switch place.part {
        case .state: return Array(Self.pieces(of: row.blob(1))[place.number])
        case .evidence:
            return try evidenceChunk(evidenceChunks(of: row.blob(1))[place.number])
        case .log: return try logChunk(place.number, upTo: row.int(2))
        }
    }

    /// The state, cut into pieces that can be sent.
    private static func pieces(of state: [UInt8]) -> [ArraySlice<UInt8>] {
        stride(from: 0, to: state.count, by: LedgerSnapshot.bytesPerChunk).map {
            state[$0..<min($0 + LedgerSnapshot.bytesPerChunk, state.count)]
        }
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
            try noteChunk(number, end: end, digest: .of(try logChunk(first..<end)))
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
        if end < entries { digests.append(.of(try logChunk(end..<entries))) }
        return digests
    }

    private func logChunk(_ number: Int, upTo entries: Int64) throws -> [UInt8] {
        func end(_ number: Int) throws -> Int64? {
            try database.row("SELECT past FROM chunks WHERE number = ?", [.integer(Int64(number))])?
                .int(0)
        }
        let first = number == 0 ? 0 : try end(number - 1) ?? 0
        return try logChunk(first..<min(entries, try end(number) ?? entries))
    }

    /// `[* [gateway, seq, digest, height, entry or null]]`.
    private func logChunk(_ places: Range<Int64>) throws -> [UInt8] {
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

extension LedgerStore {
    // MARK: The transactions that the state names

    /// The digests of what goes into each chunk: all that the state names, in its order.
    private func evidenceChunks(of state: [UInt8]) throws -> [[Digest]] {
        var chunks: [[Digest]] = []
        var (chunk, filling) = ([Digest](), ChunkFilling())
        for digest in try IntakeLedger.evidence(inState: state) {
            let row = try database.row(
                "SELECT length(bytes) FROM evidence WHERE digest = ?", [.blob(digest.bytes)])
            guard let row else { throw damaged("transaction \(digest) is not there") }
            chunk.append(digest)
            filling.add(Int(row.int(0)))
            guard filling.isFull else { continue }
            chunks.append(chunk)
            (chunk, filling) = ([], ChunkFilling())
        }
        return chunk.isEmpty ? chunks : chunks + [chunk]
    }

    /// `[* transaction]`.
    private func evidenceChunk(_ digests: [Digest]) throws -> [UInt8] {
        let items = try digests.map { digest in
            let row = try database.row(
                "SELECT bytes FROM evidence WHERE digest = ?", [.blob(digest.bytes)])
            return CBOR.bytes(row?.blob(0) ?? [])
        }
        return CBOR.array(items).encoded()
    }
}
