import SQLite

/// Up to which entry every one has its receipt, kept so that a long journal is never counted anew.
///
/// What is kept may lag behind the truth and never runs ahead of it: receipts are never removed. The
/// rest is looked for from there on.
enum DeliveredMark {
    /// The name under which it lies in `meta`.
    private static let name = "delivered"

    /// Every entry up to this one has its receipt, as the database is now.
    static func read(_ database: SQLiteDatabase) throws -> UInt64 {
        let mark =
            try database.row("SELECT value FROM meta WHERE name = ?", [.text(name)])
            .flatMap { Int64($0.text(0)) } ?? 0
        let missing = try database.row(
            """
            SELECT seq FROM entries WHERE seq > ?
                AND NOT EXISTS (SELECT 1 FROM receipts WHERE receipts.seq = entries.seq)
            ORDER BY seq LIMIT 1
            """, [.integer(mark)]
        )?.int(0)
        let last = try database.row("SELECT coalesce(max(seq), 0) FROM entries")?.int(0) ?? 0
        return UInt64(missing.map { $0 - 1 } ?? last)
    }

    /// Keeps what is true now; within the transaction that stores receipts.
    static func advance(_ database: SQLiteDatabase) throws {
        try database.run(
            """
            INSERT INTO meta (name, value) VALUES (?, ?)
            ON CONFLICT (name) DO UPDATE SET value = excluded.value
            """, [.text(name), .text(String(try read(database)))])
    }

    /// Keeps the first one, once and for a journal of any length.
    static let migration = """
        INSERT OR REPLACE INTO meta (name, value) SELECT '\(name)', coalesce(
            (SELECT seq - 1 FROM entries WHERE NOT EXISTS (
                SELECT 1 FROM receipts WHERE receipts.seq = entries.seq) ORDER BY seq LIMIT 1),
            (SELECT coalesce(max(seq), 0) FROM entries));
        """
}
