import Evidence
import SQLite
import Wire

/// One row of the log.
struct StoredEntry {
    /// The place in the log, from 0.
    let place: Int64
    /// The number of its gateway.
    let gateway: Int64
    let seq: UInt64
    let digest: Digest
    /// The block that recorded it.
    let height: Int64
    /// Nil for an entry that travelled as its digest.
    let bytes: [UInt8]?

    /// What everybody may know of it; nil where only its digest is here.
    ///
    /// What the ledger took is an entry; a row without its content is still a row of the log.
    var entry: JournalEntry? {
        guard let bytes else { return nil }
        do {
            return try JournalEntry(decoding: bytes)
        } catch {
            // A kind of a later version: nothing of it is counted.
            return nil
        }
    }
}

extension LedgerStore {
    /// Appends a row to the log, and counts what it says of loads; `entry` is that of its bytes.
    func insert(_ row: StoredEntry, _ entry: JournalEntry?) throws {
        try database.run(
            """
            INSERT INTO entries (place, gateway, seq, digest, height, bytes, kind, record, visit)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                .integer(row.place), .integer(row.gateway), .integer(Int64(clamping: row.seq)),
                .blob(row.digest.bytes), .integer(row.height), SQLiteValue(row.bytes),
                SQLiteValue(entry?.kind.rawValue), SQLiteValue(entry?.id.bytes),
                SQLiteValue(entry?.body.visit),
            ])
        if let entry { try count(entry, at: row.place, of: row.gateway) }
    }
}
