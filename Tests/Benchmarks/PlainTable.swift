import CSQLite

/// What a journal without proofs would be in C: one table, one INSERT of the same bytes for each
/// entry, by SQLite's own functions and nothing between; the pragmas are the journal's.
///
/// Made by `sqlite3_open`; its statements and itself are closed once, by `deinit`.
final class PlainTable {
    private let database: OpaquePointer
    private let statement: OpaquePointer

    /// Makes the file and its table.
    init(path: String) throws {
        var database: OpaquePointer?
        guard sqlite3_open(path, &database) == SQLITE_OK, let database else {
            throw BenchTrouble("\(path) cannot be made")
        }
        self.database = database
        try PlainTable.execute(
            """
            PRAGMA journal_mode = WAL;
            PRAGMA synchronous = FULL;
            PRAGMA foreign_keys = ON;
            PRAGMA busy_timeout = 5000;
            PRAGMA wal_autocheckpoint = 1000;
            PRAGMA secure_delete = ON;
            CREATE TABLE entries (seq INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT;
            """, on: database)
        var statement: OpaquePointer?
        let sql = "INSERT INTO entries (bytes) VALUES (?)"
        guard sqlite3_prepare_v2(database, sql, -1, &statement, nil) == SQLITE_OK, let statement
        else { throw BenchTrouble("no statement on \(path)") }
        self.statement = statement
    }

    deinit {
        sqlite3_finalize(statement)
        sqlite3_close(database)
    }

    /// One durable row.
    func insert(_ bytes: [UInt8]) throws {
        // A null destructor: the bytes stay where they are until the step is done.
        let result = bytes.withUnsafeBytes { raw in
            sqlite3_bind_blob(statement, 1, raw.baseAddress, Int32(raw.count), nil)
            return sqlite3_step(statement)
        }
        sqlite3_reset(statement)
        guard result == SQLITE_DONE else { throw BenchTrouble("no row: \(result)") }
    }

    /// Durable rows, all in one transaction.
    func insert(all rows: [[UInt8]]) throws {
        try PlainTable.execute("BEGIN", on: database)
        for bytes in rows { try insert(bytes) }
        try PlainTable.execute("COMMIT", on: database)
    }

    private static func execute(_ sql: String, on database: OpaquePointer) throws {
        guard sqlite3_exec(database, sql, nil, nil, nil) == SQLITE_OK else {
            throw BenchTrouble("not executed: \(sql)")
        }
    }
}
