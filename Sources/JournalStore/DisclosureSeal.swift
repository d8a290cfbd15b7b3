import Crypto
import Evidence
import SQLite
import Wire

/// The store's key at work: what closes a disclosure in its place, and opens it there.
struct DisclosureSeal {
    private let key: SymmetricKey

    /// Takes the store's key; throws `JournalError` unless it has 32 bytes.
    init(key: [UInt8]) throws {
        guard key.count == 32 else {
            throw JournalError(
                .unavailable,
                "a store key has 32 bytes, and here are \(key.count); check 'keys: store:'")
        }
        self.key = SymmetricKey(data: key)
    }

    /// Bound to the empty value that only the store's own key opens.
    private static let keyCheck = Array("weighpost-store-key-check".utf8)

    /// What shows later that a key is the store's: the empty value, sealed.
    func proof() throws -> [UInt8] {
        let sealed = try ChaChaPoly.seal(
            [UInt8](), using: key, authenticating: DisclosureSeal.keyCheck)
        return Array(sealed.combined)
    }

    /// Throws `JournalError` when the store at `path` was begun with another key.
    func check(_ database: SQLiteDatabase, _ path: String) throws {
        let sealed = try database.rows("SELECT sealed FROM key_check").first?.blob(0) ?? []
        do {
            let box = try ChaChaPoly.SealedBox(combined: sealed)
            _ = try ChaChaPoly.open(box, using: key, authenticating: DisclosureSeal.keyCheck)
        } catch {
            throw JournalError(
                .damaged,
                "\(path) does not open with this store key; check 'keys: store:', and never "
                    + "replace the key while the store is needed")
        }
    }

    /// The disclosures of one entry that were not erased, by claim key.
    func disclosures(of id: UUIDv7, in database: SQLiteDatabase) throws -> [Disclosure] {
        try database.rows(
            "SELECT claim, sealed FROM disclosures WHERE entry = ? ORDER BY claim",
            [.blob(id.bytes)]
        ).map { row in
            try open(row.blob(1), claim: row.int(0), of: id)
        }
    }

    /// A disclosure under the key, bound to its entry and claim.
    func close(_ disclosure: Disclosure, of id: UUIDv7) throws -> [UInt8] {
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
