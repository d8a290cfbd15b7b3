package import LightClients
import SQLite
import Wire

extension JournalReader {
    /// The newest header that was verified with its votes, and what it rests on; nil before a node
    /// was reached for the first time.
    package func newestHeader() throws -> (header: VerifiedHeader, standing: HeaderStanding)? {
        try database.row(
            """
            SELECT header, is_anchor, via, witnesses, is_continuity FROM headers
            WHERE commit_bytes IS NOT NULL OR is_anchor = 1 ORDER BY height DESC LIMIT 1
            """
        ).map { row in
            let header: VerifiedHeader
            do {
                header = try VerifiedHeader(restoring: Header(protobuf: row.blob(0)))
            } catch {
                throw JournalError(.damaged, "a verified header cannot be read again: \(error)")
            }
            return (header, HeaderStanding(row, from: 1))
        }
    }

    /// Every header that is kept, and what each rests on; lowest first.
    package func headers() throws -> [(header: VerifiedHeader, standing: HeaderStanding)] {
        try database.rows(KeptHeader.columns + " ORDER BY height").map {
            (try KeptHeader.header($0), HeaderStanding($0, from: 4))
        }
    }

    /// The receipt of an entry; nil before its delivery.
    package func receipt(of seq: UInt64) throws -> [UInt8]? {
        try database.row("SELECT bytes FROM receipts WHERE seq = ?", [.seq(seq)])?.blob(0)
    }

    /// Where trust begins since the configuration was written, newest last, and by whose word.
    package func anchors() throws -> [(anchor: Anchor, origin: String, taken: Int64)] {
        try database.rows("SELECT height, hash, origin, taken FROM anchors ORDER BY number").map {
            row in
            guard let hash = Digest(row.blob(1)) else {
                throw JournalError(.damaged, "an anchor has no hash of 32 bytes")
            }
            return (Anchor(height: row.int(0), hash: hash), row.text(2), row.int(3))
        }
    }

    /// The contradictions that nobody has decided yet.
    package func openDivergences() throws -> [KeptDivergence] {
        try database.rows(KeptDivergence.openOnes).map(KeptDivergence.init)
    }

    /// The number of the last entry; 0 for none.
    package func lastEntry() throws -> UInt64 {
        UInt64(try database.row("SELECT coalesce(max(seq), 0) FROM entries")?.int(0) ?? 0)
    }

    /// How many entries have their receipts.
    package func deliveredCount() throws -> Int64 {
        try database.row("SELECT count(*) FROM receipts")?.int(0) ?? 0
    }
}
