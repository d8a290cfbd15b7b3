package import Evidence
import SQLite
package import Wire

/// Opens what entries hide, without writing, also while the agent runs.
package final class DisclosureReader {
    private let database: SQLiteDatabase
    private let seal: DisclosureSeal

    /// Opens the disclosure store of a state folder with its key, 32 bytes.
    ///
    /// Throws `JournalError` when there is no store, or when the key is another store's.
    package init(_ folder: String, key: [UInt8]) throws {
        let path = "\(folder)/disclosures.sqlite"
        seal = try DisclosureSeal(key: key)
        do {
            database = try SQLiteDatabase(path: path, mode: .readOnly)
            _ = try database.rows("SELECT count(*) FROM disclosures")
        } catch {
            throw JournalError(
                .unavailable, "there are no disclosures to read at \(path): \(error)")
        }
        try seal.check(database, path)
    }

    /// The disclosures of one entry that were not erased, by claim key.
    package func disclosures(of id: UUIDv7) throws -> [Disclosure] {
        try seal.disclosures(of: id, in: database)
    }
}
