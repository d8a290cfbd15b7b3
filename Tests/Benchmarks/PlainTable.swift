import SQLite

/// What a journal without proofs would be: one table, one INSERT of the same bytes for each entry.
///
/// Through the project's own wrapper of SQLite's C functions, in autocommit. Beyond the C calls
/// that a program in C would make (bind, step, reset, clear_bindings), the wrapper looks the
/// prepared statement up by its text, counts parameters and changes, and passes the values in an
/// array: some hundred nanoseconds beside a sync of the disk. The pragmas are the journal's.
final class PlainTable {
    private let database: SQLiteDatabase

    /// Makes the file and its table.
    init(path: String) throws {
        database = try SQLiteDatabase(path: path, mode: .readWrite)
        try database.execute(
            """
            PRAGMA journal_mode = WAL;
            PRAGMA synchronous = FULL;
            PRAGMA foreign_keys = ON;
            PRAGMA busy_timeout = 5000;
            PRAGMA wal_autocheckpoint = 1000;
            PRAGMA secure_delete = ON;
            CREATE TABLE entries (seq INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT;
            """)
    }

    /// One durable row.
    func insert(_ bytes: [UInt8]) throws {
        try database.run("INSERT INTO entries (bytes) VALUES (?)", [.blob(bytes)])
    }

    /// Durable rows, all in one transaction.
    func insert(all rows: [[UInt8]]) throws {
        try database.transaction {
            for bytes in rows { try insert(bytes) }
        }
    }
}
