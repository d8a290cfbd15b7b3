/// The tables of a node's ledger.
///
/// What stands in `entries` is never changed: the log only grows. What a restart needs is `state`,
/// one row, written in the same transaction as the entries of its block. `evidence` has the transactions
/// that the state names by their digests, `chunks` where the log is cut for snapshots. `loads`,
/// `former` and `mentions` are read from the entries' bytes for whoever asks.
enum LedgerTables {
    /// The version this code reads and writes, kept in `user_version`.
    ///
    /// 5: answers name a batch's first entry, so `last_results_hash` is another; snapshots have the
    /// roots. What an earlier version wrote has other hashes, so its chain cannot go on with this one.
    static let version: Int64 = 5

    static let pragmas = """
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = FULL;
        PRAGMA foreign_keys = ON;
        PRAGMA busy_timeout = 5000;
        """

    /// How entries are found otherwise than by their places; made with the tables.
    static let entryIndexes: [(name: String, sql: String)] = [
        // In the order in which an entry is looked for: a digest may stand there a million times.
        ("entries_by_digest", "entries (digest, bytes IS NULL)"),
        ("entries_by_record", "entries (record) WHERE record IS NOT NULL"),
        ("entries_by_visit", "entries (visit, gateway) WHERE visit IS NOT NULL"),
    ].map { ($0, "CREATE INDEX \($0) ON \($1)") }

    static let tables = """
        CREATE TABLE state (
            number INTEGER PRIMARY KEY CHECK (number = 1),
            height INTEGER NOT NULL,
            app_hash BLOB NOT NULL,
            bytes BLOB NOT NULL,
            -- 1 where it came as a snapshot and no block was executed since.
            fetched INTEGER NOT NULL DEFAULT 0
        ) STRICT;

        CREATE TABLE gateways (
            number INTEGER PRIMARY KEY,
            uri TEXT NOT NULL UNIQUE
        ) STRICT;

        CREATE TABLE entries (
            place INTEGER PRIMARY KEY,
            gateway INTEGER NOT NULL REFERENCES gateways (number),
            seq INTEGER NOT NULL,
            digest BLOB NOT NULL CHECK (length(digest) = 32),
            height INTEGER NOT NULL,
            bytes BLOB,
            kind INTEGER,
            record BLOB,
            visit BLOB,
            UNIQUE (gateway, seq)
        ) STRICT;

        CREATE TABLE evidence (
            digest BLOB PRIMARY KEY,
            bytes BLOB NOT NULL
        ) WITHOUT ROWID, STRICT;

        CREATE TABLE snapshots (
            height INTEGER PRIMARY KEY,
            entries INTEGER NOT NULL,
            state BLOB NOT NULL,
            chunk_index BLOB NOT NULL,
            metadata BLOB NOT NULL
        ) STRICT;

        -- Every full chunk of the log: the place after its last entry, and its digest.
        CREATE TABLE chunks (
            number INTEGER PRIMARY KEY,
            past INTEGER NOT NULL,
            digest BLOB NOT NULL
        ) STRICT;

        -- Every load, once, as its newest correction says; the places of that and of its void.
        CREATE TABLE loads (
            place INTEGER PRIMARY KEY,
            gateway INTEGER NOT NULL,
            kind INTEGER NOT NULL,
            visit BLOB NOT NULL,
            time INTEGER NOT NULL,
            scheme TEXT,
            code TEXT,
            area TEXT,
            destination TEXT NOT NULL,
            net INTEGER NOT NULL,
            outcome INTEGER,
            correction INTEGER,
            void INTEGER
        ) STRICT;
        CREATE INDEX loads_by_code ON loads (code, time) WHERE code IS NOT NULL;
        CREATE INDEX loads_by_time ON loads (time);

        -- What loads were before a correction or a void.
        CREATE TABLE former (
            number INTEGER PRIMARY KEY,
            place INTEGER NOT NULL,
            scheme TEXT,
            code TEXT,
            area TEXT,
            destination TEXT NOT NULL
        ) STRICT;
        CREATE INDEX former_by_place ON former (place);

        -- Which entry speaks of which earlier one, by their places.
        CREATE TABLE mentions (
            place INTEGER NOT NULL,
            target INTEGER NOT NULL,
            PRIMARY KEY (place, target)
        ) WITHOUT ROWID, STRICT;
        CREATE INDEX mentions_by_target ON mentions (target, place);
        """
}
