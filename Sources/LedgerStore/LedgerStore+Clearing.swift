import SQLite

extension LedgerStore {
    /// Entries that go at once: a fraction of a second, whatever the disk.
    private static let clearedAtOnce: Int64 = 20_000

    /// Empties the store: a snapshot comes in place of what was there.
    ///
    /// A given-up fetch may have left millions of entries, so it tells again and again that it goes on.
    package func clear() throws {
        try database.transaction {
            try clearEntries()
            let others = ["state", "gateways", "evidence", "snapshots", "chunks"]
            for table in others + Self.counted {
                try database.execute("DELETE FROM \(table)")
                goesOn()
            }
        }
        forgetGateways()
    }

    /// Empties the log step by step.
    ///
    /// SQLite empties a whole table in one step, and reads all of it for that. The indexes go first:
    /// each entry would be looked up in them, all over the disk.
    private func clearEntries() throws {
        for index in LedgerTables.entryIndexes {
            try database.execute("DROP INDEX IF EXISTS \(index.name)")
            goesOn()
        }
        var place: Int64 = 0
        let count = try entryCount()
        while place < count {
            place += Self.clearedAtOnce
            try database.run("DELETE FROM entries WHERE place < ?", [.integer(place)])
            goesOn()
        }
        for index in LedgerTables.entryIndexes { try database.execute(index.sql) }
    }
}
