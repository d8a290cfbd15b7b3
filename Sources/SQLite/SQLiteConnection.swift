import CSQLite

/// Owns one `sqlite3 *`.
///
/// Made by `sqlite3_open_v2`; closed once, by `deinit`. `sqlite3_close_v2` keeps the connection
/// alive inside SQLite until the last statement of it is finalised, so the order does not matter.
@safe struct SQLiteConnection: ~Copyable {
    let raw: OpaquePointer

    init(path: String, flags: Int32) throws(SQLiteError) {
        var opened: OpaquePointer?
        let result = unsafe sqlite3_open_v2(path, &opened, flags, nil)
        guard result == SQLITE_OK, let raw = unsafe opened else {
            // Even a failed open may hand out a connection, only to carry the error.
            let words = unsafe opened.map { unsafe Self.words(of: $0) } ?? "out of memory"
            unsafe sqlite3_close_v2(opened)
            throw SQLiteError(result, "cannot open database \(path): \(words)")
        }
        unsafe self.raw = raw
    }

    deinit {
        unsafe sqlite3_close_v2(raw)
    }

    /// The error of the call just made, with the statement it belongs to.
    borrowing func error(_ result: Int32, at sql: String) -> SQLiteError {
        unsafe SQLiteError(result, "\(Self.words(of: raw)), at: \(sql)")
    }

    private static func words(of raw: OpaquePointer) -> String {
        unsafe sqlite3_errmsg(raw).map { unsafe String(cString: $0) } ?? "unknown"
    }
}
