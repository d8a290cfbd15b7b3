import CSQLite

/// Owns one `sqlite3_stmt *`.
///
/// Made by `sqlite3_prepare_v3`; finalised once, by `deinit`. A class, because it rests in a cache.
@safe final class SQLiteStatement {
    private let raw: OpaquePointer
    private let sql: String

    init(_ sql: String, on connection: borrowing SQLiteConnection) throws(SQLiteError) {
        var prepared: OpaquePointer?
        let result = unsafe sqlite3_prepare_v3(
            connection.raw, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &prepared, nil)
        guard result == SQLITE_OK else { throw connection.error(result, at: sql) }
        guard let raw = unsafe prepared else {
            throw SQLiteError(SQLITE_MISUSE, "no statement in: \(sql)")
        }
        (unsafe self.raw, self.sql) = (unsafe raw, sql)
    }

    deinit {
        unsafe sqlite3_finalize(raw)
    }

    /// Binds the values to `?1`, `?2`, …; their number must be the number of parameters.
    func bind(
        _ values: [SQLiteValue], on connection: borrowing SQLiteConnection
    ) throws(SQLiteError) {
        let expected = unsafe Int(sqlite3_bind_parameter_count(raw))
        guard values.count == expected else {
            let message = "\(values.count) values for \(expected) parameters, at: \(sql)"
            throw SQLiteError(SQLITE_RANGE, message)
        }
        for (index, value) in values.enumerated() {
            let result = bind(value, at: Int32(index + 1))
            guard result == SQLITE_OK else { throw connection.error(result, at: sql) }
        }
    }

    /// Moves to the next row; false when there is none.
    func step(on connection: borrowing SQLiteConnection) throws(SQLiteError) -> Bool {
        switch unsafe sqlite3_step(raw) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        case let result: throw connection.error(result, at: sql)
        }
    }

    /// Makes the statement ready for its next use and forgets the bound bytes.
    ///
    /// The result of `sqlite3_reset` repeats the error of the last step, which was thrown already.
    func reset() {
        unsafe sqlite3_reset(raw)
        unsafe sqlite3_clear_bindings(raw)
    }

    /// The current row, copied.
    var row: SQLiteRow {
        SQLiteRow(values: unsafe (0..<sqlite3_column_count(raw)).map { value(at: $0) })
    }

    private func bind(_ value: SQLiteValue, at place: Int32) -> Int32 {
        switch value {
        case .null: return unsafe sqlite3_bind_null(raw, place)
        case .integer(let number): return unsafe sqlite3_bind_int64(raw, place, number)
        case .real(let number): return unsafe sqlite3_bind_double(raw, place, number)
        case .text(let text):
            return unsafe weighpost_bind_text(raw, place, text, UInt64(text.utf8.count))
        case .blob(let bytes):
            return unsafe weighpost_bind_blob(raw, place, bytes, UInt64(bytes.count))
        }
    }

    private func value(at column: Int32) -> SQLiteValue {
        switch unsafe sqlite3_column_type(raw, column) {
        case SQLITE_INTEGER: return unsafe .integer(sqlite3_column_int64(raw, column))
        case SQLITE_FLOAT: return unsafe .real(sqlite3_column_double(raw, column))
        case SQLITE_TEXT:
            // First the bytes, then how many: asking for the text may convert it.
            let start = unsafe sqlite3_column_text(raw, column)
            let count = unsafe Int(sqlite3_column_bytes(raw, column))
            let bytes = unsafe UnsafeBufferPointer(start: start, count: start == nil ? 0 : count)
            return unsafe .text(String(decoding: bytes, as: UTF8.self))
        case SQLITE_BLOB:
            let start = unsafe sqlite3_column_blob(raw, column)
            let count = unsafe Int(sqlite3_column_bytes(raw, column))
            let bytes = unsafe UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : count)
            return unsafe .blob([UInt8](bytes))
        default: return .null
        }
    }
}
