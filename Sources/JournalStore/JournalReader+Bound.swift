import SQLite

extension JournalReader {
    /// Runs `body`, whose reading ends as soon as `goesOn` says no; throws `JournalError` then.
    ///
    /// It is asked every millisecond or so of a statement.
    package func bounded<T>(while goesOn: () -> Bool, _ body: () throws -> T) throws -> T {
        do {
            return try database.bounded(while: goesOn, body)
        } catch let error as SQLiteError where error.code == .interrupted {
            throw JournalError(
                .unavailable, "too much of it to read for one answer; ask with a later 'from'")
        }
    }
}
