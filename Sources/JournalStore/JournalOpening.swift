import Evidence
import SQLite
import Wire

/// What is checked when a journal is opened.
enum JournalOpening {
    /// Makes the tables of a new journal; refuses another gateway's and a later version's.
    static func prepare(_ database: SQLiteDatabase, gateway: String, path: String) throws {
        try database.execute(Schema.pragmas)
        let version = try database.rows("PRAGMA user_version").first?.int(0) ?? 0
        // A crash in between leaves the version before, from which the next start goes on.
        for step in version..<max(version, Schema.version) {
            try database.transaction {
                try database.execute(Schema.migrations[Int(step)])
                if step == 0 {
                    try database.run(
                        "INSERT INTO meta (name, value) VALUES ('gateway', ?)", [.text(gateway)])
                }
                try database.execute("PRAGMA user_version = \(step + 1)")
            }
        }
        guard version <= Schema.version else {
            throw JournalError(
                .tooNew,
                "the journal in \(path) was written by a later version; install that version again")
        }
        let owner = try database.rows("SELECT value FROM meta WHERE name = 'gateway'")
            .first?.text(0)
        guard owner == gateway else {
            throw JournalError(
                .otherGateway,
                "the journal in \(path) belongs to gateway '\(owner ?? "?")', and this "
                    + "configuration says '\(gateway)'; correct 'gateway: id:' or name "
                    + "another folder with 'state:'")
        }
    }

    /// Keeps the name of the chain that the journal is delivered to, and refuses another one.
    ///
    /// Another chain would lack every entry that the first one has. Until something of a chain is in
    /// the journal, a name that was mistyped may be corrected.
    static func keep(chain: String, in database: SQLiteDatabase, path: String) throws {
        let kept = try database.rows("SELECT value FROM meta WHERE name = 'chain'").first?.text(0)
        guard kept != chain else { return }
        let isBound =
            try database.rows(
                "SELECT EXISTS (SELECT 1 FROM batches) OR EXISTS (SELECT 1 FROM headers)"
            ).first?.int(0) == 1
        if let kept, isBound {
            throw JournalError(
                .otherChain,
                "the journal in \(path) is delivered to chain '\(kept)', and this configuration "
                    + "says '\(chain)', which would lack every entry before; put 'upstream: "
                    + "chain_id:' back, or begin an empty folder with 'state:' under a new "
                    + "'gateway: id:' that the other chain has registered")
        }
        try database.run(
            """
            INSERT INTO meta (name, value) VALUES ('chain', ?)
            ON CONFLICT (name) DO UPDATE SET value = excluded.value
            """, [.text(chain)])
    }

    /// The keys that signed the journal, to whoever holds one of them.
    ///
    /// Throws `JournalError` when the key at hand is another gateway's, or one that the journal never
    /// changed to.
    static func keys(of database: SQLiteDatabase, trusted: VerifyingKey) throws -> KeyHistory {
        do {
            return try KeyHistory(
                keyEntries: try database.rows(JournalOpening.keyEntries)
                    .map { try JournalEntry(decoding: $0.blob(0)) },
                trusted: trusted)
        } catch let error as EvidenceError {
            throw JournalError(
                error.code == .otherKey ? .otherKey : .damaged,
                "the journal's keys: \(error); is this the gateway's key?")
        }
    }

    /// The changes of keys, in order.
    static let keyEntries =
        "SELECT bytes FROM entries WHERE kind = \(EntryKind.key.rawValue) ORDER BY seq"

    /// The last entry as a link, after its bytes were checked.
    static func head(of database: SQLiteDatabase, keys: KeyHistory) throws -> ChainLink {
        let last = try database.rows(
            "SELECT seq, digest, bytes FROM entries ORDER BY seq DESC LIMIT 1"
        ).first
        guard let last else { return .start }
        let seq = UInt64(last.int(0))
        do {
            let entry = try JournalEntry(decoding: last.blob(2))
            try entry.verify(keys.key(for: seq))
            guard entry.seq == seq, entry.digest.bytes == (last.blob(1)) else {
                throw JournalError(.damaged, "row and bytes of entry \(seq) differ")
            }
            return ChainLink(seq: seq, digest: entry.digest)
        } catch let error as EntryError {
            throw JournalError(
                error.code == .otherKey ? .otherKey : .damaged,
                "entry \(seq), the journal's last, does not verify: \(error); "
                    + "is this the gateway's key? otherwise keep the file as evidence")
        }
    }
}
