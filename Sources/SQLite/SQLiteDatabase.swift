import CSQLite

/// One connection to one database file; it lives inside one actor and is not shared.
///
/// Calls block on the disk: the actor runs on a thread of its own. Statements are prepared once and
/// kept by their text, so a text must not carry values.
package final class SQLiteDatabase {
    /// What the connection may do with the file.
    package enum Mode: Sendable {
        /// Reads and writes; makes the file where there is none.
        case readWrite
        /// Reads only; the file must be there.
        case readOnly
    }

    let connection: SQLiteConnection
    private var statements: [String: SQLiteStatement] = [:]

    /// How many statements are kept prepared; the agent has about thirty.
    private static let keptStatements = 100

    /// Opens the file.
    ///
    /// `patience` is how long a call waits for another connection's lock before it fails with
    /// `.busy`. A file that is no database is refused at the first statement (`.notADatabase`).
    package init(
        path: String, mode: Mode, patience: Duration = .seconds(5)
    ) throws(SQLiteError) {
        let flags =
            switch mode {
            case .readWrite: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
            case .readOnly: SQLITE_OPEN_READONLY
            }
        connection = try SQLiteConnection(
            path: path, flags: flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE)
        let milliseconds = patience / .milliseconds(1)
        unsafe sqlite3_busy_timeout(connection.raw, Int32(min(milliseconds, 86_400_000)))
    }

    /// The row id of the last INSERT on this connection.
    package var lastInsertRowID: Int64 { unsafe sqlite3_last_insert_rowid(connection.raw) }

    /// Whether a transaction is open.
    package var isInTransaction: Bool { unsafe sqlite3_get_autocommit(connection.raw) == 0 }

    /// Executes one or more statements without parameters: pragmas, schema.
    package func execute(_ sql: String) throws(SQLiteError) {
        let result = unsafe sqlite3_exec(connection.raw, sql, nil, nil, nil)
        guard result == SQLITE_OK else { throw connection.error(result, at: sql) }
    }

    /// Runs one statement to its end and says how many rows it changed.
    @discardableResult
    package func run(_ sql: String, _ values: [SQLiteValue] = []) throws(SQLiteError) -> Int {
        let before = unsafe sqlite3_total_changes64(connection.raw)
        let statement = try prepared(sql, values)
        defer { keep(statement, sql) }
        while try statement.step(on: connection) {}
        return unsafe Int(sqlite3_total_changes64(connection.raw) - before)
    }

    /// All rows of an answer.
    package func rows(
        _ sql: String, _ values: [SQLiteValue] = []
    ) throws(SQLiteError) -> [SQLiteRow] {
        let statement = try prepared(sql, values)
        defer { keep(statement, sql) }
        var rows: [SQLiteRow] = []
        while try statement.step(on: connection) { rows.append(statement.row) }
        return rows
    }

    /// The first row of an answer, or nil where there is none.
    package func row(
        _ sql: String, _ values: [SQLiteValue] = []
    ) throws(SQLiteError) -> SQLiteRow? {
        let statement = try prepared(sql, values)
        defer { keep(statement, sql) }
        return try statement.step(on: connection) ? statement.row : nil
    }

    /// One row after the other, without holding all; an error of `body` ends it.
    package func forEach(
        _ sql: String, _ values: [SQLiteValue] = [], _ body: (SQLiteRow) throws -> Void
    ) throws {
        let statement = try prepared(sql, values)
        defer { keep(statement, sql) }
        while try statement.step(on: connection) { try body(statement.row) }
    }

    /// All of `body` or nothing of it: BEGIN IMMEDIATE, then COMMIT, or ROLLBACK when it throws.
    ///
    /// When it returns, the changes are as durable as the journal mode says (`synchronous=FULL`:
    /// on the disk). Transactions do not nest.
    package func transaction<T>(_ body: () throws -> T) throws -> T {
        try whole("BEGIN IMMEDIATE", body)
    }

    /// All of `body` or nothing of it, from a statement that begins it.
    func whole<T>(_ beginning: String, _ body: () throws -> T) throws -> T {
        try execute(beginning)
        do {
            let result = try body()
            try execute("COMMIT")
            return result
        } catch {
            // A full disk or a failed write may have rolled back already. A rollback that fails
            // leaves nothing committed either; the first error is the one to tell.
            if isInTransaction { try? execute("ROLLBACK") }
            throw error
        }
    }

    /// Takes the statement out of the cache, so that a row's body may run the same text again.
    private func prepared(
        _ sql: String, _ values: [SQLiteValue]
    ) throws(SQLiteError) -> SQLiteStatement {
        let statement =
            if let kept = statements.removeValue(forKey: sql) { kept } else {
                try SQLiteStatement(sql, on: connection)
            }
        try statement.bind(values, on: connection)
        return statement
    }

    private func keep(_ statement: SQLiteStatement, _ sql: String) {
        statement.reset()
        if statements.count >= Self.keptStatements { statements.removeAll() }
        statements[sql] = statement
    }
}
