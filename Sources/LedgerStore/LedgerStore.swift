import Evidence
package import IntakeLedger
import SQLite
import Wire

/// A node's ledger on disk: the state after the last committed block, and every recorded entry.
///
/// Lives in one actor. What `commit` wrote is durable when it returns, all of a block or nothing of
/// it: after a crash the node replays the block that is missing.
package final class LedgerStore {
    let database: SQLiteDatabase
    let path: String
    /// Hears again and again that something goes on which may take minutes.
    let goesOn: @Sendable () -> Void
    /// The numbers of the gateways.
    private var numbers: [String: Int64] = [:]

    /// Opens the store in a file, and makes it when it is not there.
    ///
    /// Millions of entries take minutes to read or to remove; `goesOn` is called meanwhile, after every
    /// so many, so that nobody takes that for a thread that hangs.
    package init(path: String, goesOn: @escaping @Sendable () -> Void = {}) throws {
        (self.path, self.goesOn) = (path, goesOn)
        do {
            database = try SQLiteDatabase(path: path, mode: .readWrite)
            try database.execute(LedgerTables.pragmas)
            let version = try database.rows("PRAGMA user_version").first?.int(0) ?? 0
            try begin(version)
        } catch let error as SQLiteError {
            throw LedgerStoreError(
                .unavailable,
                "cannot open the ledger in \(path): \(error); is the folder there, "
                    + "and this user's?")
        }
    }

    /// Makes the tables of a new store; refuses one of another version.
    private func begin(_ version: Int64) throws {
        if version == LedgerTables.version { return }
        guard version == 0 else {
            throw version > LedgerTables.version
                ? LedgerStoreError(
                    .tooNew, "\(path) was written by a later version; install that version again")
                : LedgerStoreError(
                    .tooOld,
                    "\(path) was written by an earlier version, which hashed the state or answered to "
                        + "batches otherwise; that chain goes on with that version")
        }
        try database.transaction {
            try database.execute(LedgerTables.tables)
            for index in LedgerTables.entryIndexes { try database.execute(index.sql) }
            try database.execute("PRAGMA user_version = \(LedgerTables.version)")
        }
    }

    /// Whether the state came as a snapshot and no block was executed since.
    ///
    /// Then nothing is lost with it: this node has executed nothing that others do not have, and
    /// whatever follows the snapshot is executed after it.
    package func isFetched() throws -> Bool {
        try database.row("SELECT fetched FROM state")?.int(0) == 1
    }

    /// The ledger after the last block that was committed; nil before the first.
    ///
    /// Its hash is computed anew from all that was kept, so a store that somebody changed is found.
    package func ledger() throws -> IntakeLedger? {
        guard let row = try database.row("SELECT height, app_hash, bytes FROM state") else {
            return nil
        }
        let ledger = try restored(row.blob(2))
        guard ledger.height == row.int(0), ledger.appHash.bytes == row.blob(1) else {
            throw damaged("its entries do not make the hash that was kept beside them")
        }
        return ledger
    }

    /// Entries that are read before it is told that this goes on: some milliseconds.
    static let readAtOnce = 1_000

    /// A state with the log that is in the tables.
    func restored(_ state: [UInt8]) throws -> IntakeLedger {
        let gateways = try database.rows("SELECT number, uri FROM gateways").map {
            ($0.int(0), $0.text(1))
        }
        let names = Dictionary(gateways) { first, _ in first }
        var count = 0
        return try IntakeLedger(restoring: state) { take in
            try database.forEach(
                """
                SELECT gateway, seq, digest, height, bytes IS NOT NULL FROM entries ORDER BY place
                """
            ) { row in
                guard let gateway = names[row.int(0)], let digest = Digest(row.blob(2)) else {
                    throw damaged("an entry has no gateway or no digest of 32 bytes")
                }
                try take(
                    RecordedEntry(
                        gateway: gateway, seq: UInt64(clamping: row.int(1)), digest: digest,
                        height: row.int(3), hasBytes: row.int(4) != 0))
                count += 1
                if count.isMultiple(of: Self.readAtOnce) { goesOn() }
            }
        }
    }

    func damaged(_ what: String) -> LedgerStoreError { .damaged(path, what) }

    /// Makes a block durable: what it recorded, the state after it, and evidence.
    package func commit(
        _ ledger: IntakeLedger, _ outcome: BlockOutcome, transactions: [[UInt8]],
        isSnapshot: Bool
    ) throws {
        do {
            try database.transaction {
                try write(ledger, outcome, transactions, isSnapshot: isSnapshot)
            }
        } catch {
            // Rolled back, and with it the numbers of gateways that came with this block.
            forgetGateways()
            throw error
        }
    }

    private func write(
        _ ledger: IntakeLedger, _ outcome: BlockOutcome, _ transactions: [[UInt8]],
        isSnapshot: Bool
    ) throws {
        var place = try entryCount()
        for recorded in outcome.recorded {
            let gateway = try number(of: recorded.gateway)
            for (entry, bytes) in zip(recorded.entries(at: ledger.height), recorded.entries) {
                let row = StoredEntry(
                    place: place, gateway: gateway, seq: entry.seq, digest: entry.digest,
                    height: entry.height, bytes: bytes)
                try insert(row, row.entry)
                place += 1
            }
        }
        for place in outcome.evidence { try keepEvidence(transactions[place]) }
        try closeChunks()
        try keep(ledger)
        if isSnapshot { try keepSnapshot(of: ledger, entries: place) }
    }

    /// Writes the state's row: that after a block, or one that was fetched.
    func keep(_ ledger: IntakeLedger, isFetched: Bool = false) throws {
        try database.run(
            """
            INSERT OR REPLACE INTO state (number, height, app_hash, bytes, fetched)
            VALUES (1, ?, ?, ?, ?)
            """,
            [
                .integer(ledger.height), .blob(ledger.appHash.bytes), .blob(ledger.stateBytes),
                .integer(isFetched ? 1 : 0),
            ])
    }

    /// Keeps a transaction that the state names.
    func keepEvidence(_ transaction: [UInt8]) throws {
        try database.run(
            "INSERT OR IGNORE INTO evidence (digest, bytes) VALUES (?, ?)",
            [.blob(Digest.of(transaction).bytes), .blob(transaction)])
    }

    func entryCount() throws -> Int64 {
        try database.row("SELECT coalesce(max(place) + 1, 0) FROM entries")?.int(0) ?? 0
    }

    /// The number that a gateway has in the tables.
    func number(of uri: String) throws -> Int64 {
        if let known = numbers[uri] { return known }
        if let row = try database.row("SELECT number FROM gateways WHERE uri = ?", [.text(uri)]) {
            numbers[uri] = row.int(0)
            return row.int(0)
        }
        try database.run("INSERT INTO gateways (uri) VALUES (?)", [.text(uri)])
        let number = database.lastInsertRowID
        numbers[uri] = number
        return number
    }

    func forgetGateways() {
        numbers = [:]
    }
}
