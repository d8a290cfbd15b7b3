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
    private let path: String
    /// The numbers of the gateways.
    private var numbers: [String: Int64] = [:]

    /// Opens the store in a file, and makes it when it is not there.
    package init(path: String) throws {
        self.path = path
        do {
            database = try SQLiteDatabase(path: path, mode: .readWrite)
            try database.execute(LedgerTables.pragmas)
            let version = try database.rows("PRAGMA user_version").first?.int(0) ?? 0
            guard version <= LedgerTables.version else {
                throw LedgerStoreError(
                    .tooNew, "\(path) was written by a later version; install that version again")
            }
            try bringUpToDate(from: version)
        } catch let error as SQLiteError {
            throw LedgerStoreError(
                .unavailable,
                "cannot open the ledger in \(path): \(error); is the folder there, "
                    + "and this user's?")
        }
    }

    /// All migrations that are missing, or none of them; then what follows from the log.
    ///
    /// A crash in between leaves the store of the earlier version, which is brought up to date by the
    /// next start.
    private func bringUpToDate(from version: Int64) throws {
        guard version < LedgerTables.version else { return }
        try database.transaction {
            for step in LedgerTables.migrations.dropFirst(Int(version)) {
                try database.execute(step)
            }
            try countAnew()
            try database.execute("PRAGMA user_version = \(LedgerTables.version)")
        }
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

    /// A state with the log that is in the tables.
    func restored(_ state: [UInt8]) throws -> IntakeLedger {
        try IntakeLedger(restoring: state) { take in
            try database.forEach(
                """
                SELECT uri, digest FROM entries JOIN gateways ON number = gateway ORDER BY place
                """
            ) { entry in
                guard let digest = Digest(entry.blob(1)) else {
                    throw damaged("an entry has no digest of 32 bytes")
                }
                try take(entry.text(0), digest)
            }
        }
    }

    func damaged(_ what: String) -> LedgerStoreError {
        LedgerStoreError(
            .damaged,
            "the ledger in \(path) is damaged: \(what); keep it as evidence, and let the node fetch "
                + "the state anew from an empty folder")
    }

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
            for (offset, digest) in recorded.digests.enumerated() {
                try insert(
                    StoredEntry(
                        place: place, gateway: gateway,
                        seq: recorded.first + UInt64(offset), digest: digest,
                        height: ledger.height, bytes: recorded.entries[offset]))
                place += 1
            }
        }
        for (transaction, result) in zip(transactions, outcome.results)
        where result.isKept(of: transaction) {
            try database.run(
                """
                INSERT OR IGNORE INTO evidence (digest, height, code, bytes)
                VALUES (?, ?, ?, ?)
                """,
                [
                    .blob(Digest.of(transaction).bytes), .integer(ledger.height),
                    .integer(Int64(result.code.rawValue)), .blob(transaction),
                ])
        }
        try keep(ledger)
        if isSnapshot { try keepSnapshot(of: ledger, entries: place) }
    }

    /// Writes the state's row.
    func keep(_ ledger: IntakeLedger) throws {
        try database.run(
            "INSERT OR REPLACE INTO state (number, height, app_hash, bytes) VALUES (1, ?, ?, ?)",
            [
                .integer(ledger.height), .blob(ledger.appHash.bytes), .blob(ledger.stateBytes),
            ])
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

extension LedgerResult {
    /// Whether a transaction's own bytes are kept: evidence of a fork, and what the authorities
    /// decided.
    fileprivate func isKept(of bytes: [UInt8]) -> Bool {
        code == .fork || (code == .accepted && SignedResolution.isOne(bytes))
    }
}
