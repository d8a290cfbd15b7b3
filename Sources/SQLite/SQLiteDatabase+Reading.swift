import CSQLite

extension SQLiteDatabase {
    /// Reads one state of the file, whatever other connections write meanwhile: BEGIN, then COMMIT.
    ///
    /// The state is that of the first statement of `body`. Transactions do not nest.
    package func reading<T>(_ body: () throws -> T) throws -> T {
        try whole("BEGIN", body)
    }

    /// Runs `body`, whose statements fail with `.interrupted` as soon as `goesOn` says no.
    ///
    /// It is asked after every so many steps of SQLite's machine (`sqlite3_progress_handler`); 10,000
    /// are less than a millisecond as a rule. A statement of fewer steps is never ended.
    package func bounded<T>(
        every steps: Int32 = 10_000, while goesOn: () -> Bool, _ body: () throws -> T
    ) rethrows -> T {
        try withoutActuallyEscaping(goesOn) { goesOn in
            let limit = StatementLimit(goesOn)
            let place = unsafe Unmanaged.passUnretained(limit).toOpaque()
            unsafe sqlite3_progress_handler(connection.raw, steps, isOver, place)
            defer {
                unsafe sqlite3_progress_handler(connection.raw, 0, nil, nil)
                // Until here SQLite may ask it.
                withExtendedLifetime(limit) {}
            }
            return try body()
        }
    }
}

/// What a running statement asks whether it may go on.
private final class StatementLimit {
    let goesOn: () -> Bool

    init(_ goesOn: @escaping () -> Bool) { self.goesOn = goesOn }
}

/// SQLite's callback; anything but 0 ends the statement.
private func isOver(_ place: UnsafeMutableRawPointer?) -> Int32 {
    guard let place = unsafe place else { return 0 }
    let limit = unsafe Unmanaged<StatementLimit>.fromOpaque(place).takeUnretainedValue()
    return limit.goesOn() ? 0 : 1
}
