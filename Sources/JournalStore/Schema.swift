import Evidence

/// The tables of the journal, and the triggers that keep it append-only.
///
/// The tables are STRICT: a value of another type than the column's is refused when it is written.
///
/// An entry is written once. The triggers refuse every change and every removal, whoever asks:
/// they do not stop somebody with root, they stop our own mistakes. What stops the former is
/// that each entry holds the digest of the one before, and that nodes hold the digests.
enum Schema {
    /// The version this code reads and writes, kept in `user_version`.
    static let version: Int64 = 5

    /// Durable at every commit: WAL with a sync of the log at the end of each transaction.
    ///
    /// What is deleted is overwritten: a plate must not stay in a free page. Pages in memory are few,
    /// 512 KiB a file: the system keeps the file's pages as well, and gives them to whoever needs them.
    static let pragmas = """
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = FULL;
        PRAGMA foreign_keys = ON;
        PRAGMA busy_timeout = 5000;
        PRAGMA wal_autocheckpoint = 1000;
        PRAGMA secure_delete = ON;
        PRAGMA cache_size = -512;
        """

    /// The journal proper, with batches, receipts, headers and the inbox.
    private static let journal = """
        CREATE TABLE meta (
            name TEXT PRIMARY KEY,
            value TEXT NOT NULL
        ) WITHOUT ROWID, STRICT;

        CREATE TABLE entries (
            seq INTEGER PRIMARY KEY CHECK (seq > 0),
            id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
            kind INTEGER NOT NULL,
            visit BLOB,
            withheld INTEGER NOT NULL DEFAULT 0,
            digest BLOB NOT NULL CHECK (length(digest) = 32),
            bytes BLOB NOT NULL
        ) STRICT;
        CREATE INDEX entries_by_visit ON entries (visit) WHERE visit IS NOT NULL;
        CREATE TRIGGER entries_stay BEFORE UPDATE ON entries
            BEGIN SELECT RAISE(ABORT, 'a journal entry is never changed'); END;
        CREATE TRIGGER entries_remain BEFORE DELETE ON entries
            BEGIN SELECT RAISE(ABORT, 'a journal entry is never removed'); END;
        CREATE TRIGGER entries_follow BEFORE INSERT ON entries
            -- A known id would, with OR REPLACE, remove the entry that has it unseen.
            WHEN NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM entries)
                OR EXISTS (SELECT 1 FROM entries WHERE id = NEW.id)
            BEGIN SELECT RAISE(ABORT, 'a journal entry follows the one before'); END;

        CREATE TABLE batches (
            number INTEGER PRIMARY KEY,
            first INTEGER NOT NULL,
            last INTEGER NOT NULL,
            valid_until INTEGER NOT NULL,
            tx_hash BLOB NOT NULL CHECK (length(tx_hash) = 32),
            tx BLOB NOT NULL,
            state INTEGER NOT NULL,
            height INTEGER
        ) STRICT;
        CREATE INDEX batches_by_last ON batches (last);

        CREATE TABLE receipts (
            seq INTEGER PRIMARY KEY REFERENCES entries (seq),
            batch INTEGER NOT NULL REFERENCES batches (number),
            bytes BLOB NOT NULL
        ) STRICT;

        CREATE TABLE validator_sets (
            hash BLOB PRIMARY KEY CHECK (length(hash) = 32),
            bytes BLOB NOT NULL
        ) WITHOUT ROWID, STRICT;
        CREATE TABLE headers (
            height INTEGER PRIMARY KEY,
            hash BLOB NOT NULL CHECK (length(hash) = 32),
            header BLOB NOT NULL,
            commit_bytes BLOB,
            validators BLOB REFERENCES validator_sets (hash),
            next_validators BLOB REFERENCES validator_sets (hash),
            is_anchor INTEGER NOT NULL
        ) STRICT;

        CREATE TABLE inbox (
            number INTEGER PRIMARY KEY,
            key TEXT NOT NULL UNIQUE,
            topic TEXT NOT NULL,
            payload BLOB NOT NULL,
            boot BLOB NOT NULL,
            monotonic INTEGER NOT NULL,
            seconds INTEGER NOT NULL,
            nanoseconds INTEGER NOT NULL,
            clock INTEGER NOT NULL
        ) STRICT;
        """

    /// From each version to the next; a new journal goes through all of them.
    ///
    /// 2: what a header's trust rests on, anchors that came later, and contradictions. 3: changes of
    /// keys are found without reading the whole journal. 4: so are the entries of any kind.
    static let migrations = [
        journal,
        """
        -- What earlier headers rest on is not known: they are verified anew from the anchor.
        DELETE FROM headers WHERE is_anchor = 0;
        ALTER TABLE headers ADD COLUMN via INTEGER;
        ALTER TABLE headers ADD COLUMN witnesses TEXT;
        ALTER TABLE headers ADD COLUMN is_continuity INTEGER NOT NULL DEFAULT 0;

        CREATE TABLE anchors (
            number INTEGER PRIMARY KEY,
            height INTEGER NOT NULL,
            hash BLOB NOT NULL CHECK (length(hash) = 32),
            origin TEXT NOT NULL,
            taken INTEGER NOT NULL
        ) STRICT;

        CREATE TABLE divergences (
            number INTEGER PRIMARY KEY,
            found INTEGER NOT NULL,
            words TEXT NOT NULL,
            against_primary BLOB,
            against_witness BLOB,
            settled INTEGER
        ) STRICT;
        """,
        "CREATE INDEX entries_keys ON entries (seq) WHERE kind = \(EntryKind.key.rawValue);",
        """
        CREATE INDEX entries_by_kind ON entries (kind, seq);
        DROP INDEX entries_keys;
        """,
        DeliveredMark.migration,
    ]

    /// The version of `disclosures`.
    static let disclosuresVersion: Int64 = 1

    /// The disclosures lie in a file of their own, so that it can be kept, moved and destroyed
    /// apart from the journal.
    static let disclosures = """
        CREATE TABLE disclosures (
            entry BLOB NOT NULL CHECK (length(entry) = 16),
            claim INTEGER NOT NULL,
            sealed BLOB NOT NULL,
            PRIMARY KEY (entry, claim)
        ) WITHOUT ROWID, STRICT;
        CREATE TABLE key_check (
            number INTEGER PRIMARY KEY CHECK (number = 1),
            sealed BLOB NOT NULL
        ) STRICT;
        """
}
