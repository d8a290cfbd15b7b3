import SQLite

/// A second connection to a node's store, which only reads: for whoever asks, beside the one that
/// blocks are written with.
///
/// Lives in one actor, and never waits for the writer nor makes it wait (write-ahead log).
package final class LedgerReader {
    let database: SQLiteDatabase
    let path: String
    /// The snapshot that a chunk was asked of last.
    var served: ServedSnapshot?

    /// Opens the store that a `LedgerStore` has made.
    package init(path: String) throws {
        self.path = path
        do {
            database = try SQLiteDatabase(path: path, mode: .readOnly)
        } catch {
            throw LedgerStoreError(.unavailable, "cannot read the ledger in \(path): \(error)")
        }
    }

    /// Reads one state of the store, of the block whose height `body` gets; nil before the first.
    ///
    /// `goesOn` is asked every millisecond or so of a statement; one that may not go on ends, and so
    /// does this, with `LedgerStoreError.Code.tooLong`.
    package func answer<T>(
        while goesOn: () -> Bool, _ body: (_ height: Int64?) throws -> T
    ) throws -> T {
        do {
            return try database.bounded(while: goesOn) {
                try database.reading {
                    try body(try database.row("SELECT height FROM state")?.int(0))
                }
            }
        } catch let error as SQLiteError where error.code == .interrupted {
            throw LedgerStoreError(
                .tooLong, "too much to read for one answer; ask for less: a period, a gateway")
        }
    }
}
