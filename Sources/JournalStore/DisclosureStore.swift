import Evidence
import SQLite
import Wire

/// What an entry's claims hide: salts and values, each sealed, in a file of its own.
///
/// Every value lies under ChaCha20-Poly1305 (RFC 8439) with the store's own random key, bound to
/// its entry and claim, so that a value moved to another place does not open. Deleting a row
/// erases what it told; every signature and every proof stays valid.
final class DisclosureStore {
    private let database: SQLiteDatabase
    private let seal: DisclosureSeal

    /// Opens the store, and makes it when it is not there.
    ///
    /// A key that is not the store's is refused here: what it sealed from now on would be lost
    /// to whoever has the right one.
    init(path: String, key: [UInt8]) throws {
        seal = try DisclosureSeal(key: key)
        database = try SQLiteDatabase(path: path, mode: .readWrite)
        try database.execute(Schema.pragmas)
        let version = try database.rows("PRAGMA user_version").first?.int(0) ?? 0
        guard version <= Schema.disclosuresVersion else {
            throw JournalError(
                .tooNew, "\(path) was written by a later version; install that version again")
        }
        guard version == 0 else {
            try seal.check(database, path)
            return
        }
        try database.transaction {
            try database.execute(Schema.disclosures)
            try database.run(
                "INSERT INTO key_check (number, sealed) VALUES (1, ?)", [.blob(try seal.proof())])
            try database.execute("PRAGMA user_version = \(Schema.disclosuresVersion)")
        }
    }

    /// Makes the disclosures of entries durable, all or none.
    func put(_ entries: [(id: UUIDv7, disclosures: [Disclosure])]) throws {
        guard entries.contains(where: { !$0.disclosures.isEmpty }) else { return }
        try database.transaction {
            for (id, disclosures) in entries {
                for disclosure in disclosures {
                    try database.run(
                        "INSERT INTO disclosures (entry, claim, sealed) VALUES (?, ?, ?)",
                        [
                            .blob(id.bytes), .integer(disclosure.key),
                            .blob(try seal.close(disclosure, of: id)),
                        ])
                }
            }
        }
    }

    /// The disclosures of one entry that were not erased, by claim key.
    func disclosures(of id: UUIDv7) throws -> [Disclosure] {
        try seal.disclosures(of: id, in: database)
    }
}
