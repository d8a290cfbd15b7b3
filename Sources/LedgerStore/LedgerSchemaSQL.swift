/// The tables of a node's ledger.
///
/// What stands in `entries` is never changed: the log only grows. What a restart needs is `state`,
/// one row, written in the same transaction as the entries of its block.
enum LedgerTables {
    static let version: Int64 = 1

    static let pragmas = """
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = FULL;
        PRAGMA foreign_keys = ON;
        PRAGMA busy_timeout = 5000;
        """

    static let tables = """
        CREATE TABLE state (
            number INTEGER PRIMARY KEY CHECK (number = 1),
            height INTEGER NOT NULL,
            app_hash BLOB NOT NULL,
            bytes BLOB NOT NULL
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
            time INTEGER,
            scheme TEXT,
            code TEXT,
            area TEXT,
            destination TEXT,
            net INTEGER,
            outcome INTEGER,
            UNIQUE (gateway, seq)
        ) STRICT;
        CREATE INDEX entries_by_digest ON entries (digest);
        CREATE INDEX entries_by_record ON entries (record) WHERE record IS NOT NULL;
        CREATE INDEX entries_by_visit ON entries (visit) WHERE visit IS NOT NULL;
        CREATE INDEX entries_by_code ON entries (code, time) WHERE code IS NOT NULL;
        CREATE INDEX entries_by_time ON entries (time) WHERE time IS NOT NULL;

        CREATE TABLE evidence (
            digest BLOB PRIMARY KEY,
            height INTEGER NOT NULL,
            code INTEGER NOT NULL,
            bytes BLOB NOT NULL
        ) WITHOUT ROWID, STRICT;

        CREATE TABLE snapshots (
            height INTEGER PRIMARY KEY,
            app_hash BLOB NOT NULL,
            state BLOB NOT NULL,
            entries INTEGER NOT NULL
        ) STRICT;

        CREATE TABLE chunks (
            number INTEGER PRIMARY KEY,
            digest BLOB NOT NULL
        ) STRICT;
        """
}
