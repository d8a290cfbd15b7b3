import IntakeLedger
import SQLite
import Wire

/// Cuts the chunks of a snapshot from the tables: the same bytes for whoever writes their digests
/// down and for whoever hands them out, on whichever connection.
struct SnapshotCutter {
    let database: SQLiteDatabase
    /// The store's file.
    let path: String

    /// The state, cut into pieces that can be sent.
    static func pieces(of state: [UInt8]) -> [ArraySlice<UInt8>] {
        stride(from: 0, to: state.count, by: LedgerSnapshot.bytesPerChunk).map {
            state[$0..<min($0 + LedgerSnapshot.bytesPerChunk, state.count)]
        }
    }

    func damaged(_ what: String) -> LedgerStoreError { .damaged(path, what) }
}

extension SnapshotCutter {
    // MARK: The log

    /// The entries of a chunk, of the first so many that a snapshot has; nil where they have none.
    func logChunk(_ number: Int, upTo entries: Int64) throws -> [UInt8]? {
        func end(_ number: Int) throws -> Int64? {
            try database.row("SELECT past FROM chunks WHERE number = ?", [.integer(Int64(number))])?
                .int(0)
        }
        guard let first = number == 0 ? 0 : try end(number - 1), first < entries else { return nil }
        return try logChunk(first..<min(entries, try end(number) ?? entries))
    }

    /// `[* [gateway, seq, digest, height, entry or null]]`.
    func logChunk(_ places: Range<Int64>) throws -> [UInt8] {
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

extension SnapshotCutter {
    // MARK: The transactions that the state names

    /// The digests of what goes into each chunk: all that the state names, in its order.
    func evidenceChunks(of state: [UInt8]) throws -> [[Digest]] {
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
    func evidenceChunk(_ digests: [Digest]) throws -> [UInt8] {
        let items = try digests.map { digest in
            let row = try database.row(
                "SELECT bytes FROM evidence WHERE digest = ?", [.blob(digest.bytes)])
            guard let row else { throw damaged("transaction \(digest) is not there") }
            return CBOR.bytes(row.blob(0))
        }
        return CBOR.array(items).encoded()
    }
}
