import Crypto
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
    private let key: SymmetricKey

    /// Opens the store, and makes it when it is not there.
    ///
    /// A key that is not the store's is refused here: what it sealed from now on would be lost
    /// to whoever has the right one.
    init(path: String, key: [UInt8]) throws {
        guard key.count == 32 else {
            throw JournalError(
                .unavailable,
                "a store key has 32 bytes, and here are \(key.count); check 'keys: store:'")
        }
        self.key = SymmetricKey(data: key)
        database = try SQLiteDatabase(path: path, mode: .readWrite)
        try database.execute(Schema.pragmas)
        let version = try database.rows("PRAGMA user_version").first?.int(0) ?? 0
        guard version <= Schema.version else {
            throw JournalError(
                .tooNew, "\(path) was written by a later version; install that version again")
        }
        guard version == 0 else {
            try checkKey(path)
            return
        }
        try database.transaction {
            try database.execute(Schema.disclosures)
            let sealed = try ChaChaPoly.seal(
                [UInt8](), using: self.key, authenticating: DisclosureStore.keyCheck)
            try database.run(
                "INSERT INTO key_check (number, sealed) VALUES (1, ?)",
                [.blob(Array(sealed.combined))])
            try database.execute("PRAGMA user_version = \(Schema.version)")
        }
    }

    /// Bound to the empty value that only the store's own key opens.
    private static let keyCheck = Array("weighpost-store-key-check".utf8)

    private func checkKey(_ path: String) throws {
        let sealed = try database.rows("SELECT sealed FROM key_check").first?.blob(0) ?? []
        do {
            let box = try ChaChaPoly.SealedBox(combined: sealed)
            _ = try ChaChaPoly.open(box, using: key, authenticating: DisclosureStore.keyCheck)
        } catch {
            throw JournalError(
                .damaged,
                "\(path) does not open with this store key; check 'keys: store:', and never "
                    + "replace the key while the store is needed")
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
                            .blob(try seal(disclosure, of: id)),
                        ])
                }
            }
        }
    }

    /// The disclosures of one entry that were not erased, by claim key.
    func disclosures(of id: UUIDv7) throws -> [Disclosure] {
        try database.rows(
            "SELECT claim, sealed FROM disclosures WHERE entry = ? ORDER BY claim",
            [.blob(id.bytes)]
        ).map { row in
            try open(row.blob(1), claim: row.int(0), of: id)
        }
    }

    private func seal(_ disclosure: Disclosure, of id: UUIDv7) throws -> [UInt8] {
        let box = try ChaChaPoly.seal(
            disclosure.bytes, using: key,
            authenticating: place(of: id, claim: disclosure.key))
        return Array(box.combined)
    }

    private func open(_ sealed: [UInt8], claim: Int64, of id: UUIDv7) throws -> Disclosure {
        do {
            let box = try ChaChaPoly.SealedBox(combined: sealed)
            let bytes = try ChaChaPoly.open(
                box, using: key, authenticating: place(of: id, claim: claim))
            return try Disclosure(decoding: Array(bytes))
        } catch {
            throw JournalError(
                .damaged,
                "claim \(claim) of entry \(id) does not open with this store key: \(error); "
                    + "check 'keys: store:'")
        }
    }

    private func place(of id: UUIDv7, claim: Int64) -> [UInt8] {
        id.bytes + CBOR.int(claim).encoded()
    }
}
