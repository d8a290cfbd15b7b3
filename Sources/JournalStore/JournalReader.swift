package import Evidence
import SQLite

/// Looks into a journal without writing, also while the agent runs.
package final class JournalReader {
    let database: SQLiteDatabase
    private let path: String

    /// Opens the journal of a state folder, or a journal file, for reading.
    ///
    /// Throws `JournalError` when there is none.
    package init(_ path: String) throws {
        self.path = path.hasSuffix(".sqlite") ? path : "\(path)/journal.sqlite"
        do {
            database = try SQLiteDatabase(path: self.path, mode: .readOnly)
            _ = try database.rows("SELECT seq FROM entries LIMIT 1")
        } catch {
            throw JournalError(
                .unavailable,
                "there is no journal to read at \(self.path): \(error); the agent's first start makes "
                    + "it, and only root and the agent's user may read it")
        }
    }

    /// The gateway the journal belongs to.
    package func gateway() throws -> String {
        try database.rows("SELECT value FROM meta WHERE name = 'gateway'").first?.text(0) ?? ""
    }

    /// Calls `body` with the whole bytes of each entry, in order.
    package func forEachEntry(_ body: (_ seq: UInt64, _ bytes: [UInt8]) throws -> Void) throws {
        try database.forEach("SELECT seq, bytes FROM entries ORDER BY seq") { row in
            try body(UInt64(row.int(0)), row.blob(1))
        }
    }

    /// Which key signs what, to whoever holds one of them; throws `JournalError` for a stranger's.
    package func keys(trusted: VerifyingKey) throws -> KeyHistory {
        try JournalOpening.keys(of: database, trusted: trusted)
    }

    /// The whole bytes of each entry that changes the gateway's key, in order.
    package func keyEntries() throws -> [[UInt8]] {
        try database.rows(JournalOpening.keyEntries).map { $0.blob(0) }
    }

    /// The whole bytes of one entry; nil where there is none of that number.
    package func entry(_ seq: UInt64) throws -> [UInt8]? {
        try database.row("SELECT bytes FROM entries WHERE seq = ?", [.seq(seq)])?.blob(0)
    }

    /// Calls `body` with the whole bytes of each entry of a kind, in order.
    package func forEachEntry(
        of kind: EntryKind, _ body: (_ bytes: [UInt8]) throws -> Void
    ) throws {
        try database.forEach(
            "SELECT bytes FROM entries WHERE kind = ? ORDER BY seq",
            [.integer(Int64(kind.rawValue))]
        ) { row in try body(row.blob(0)) }
    }

    /// Whether an entry travels as its digest, because its load is held.
    package func isWithheld(_ seq: UInt64) throws -> Bool {
        try database.row("SELECT withheld FROM entries WHERE seq = ?", [.seq(seq)])?.int(0) == 1
    }

    /// What a weighing is by now; nil for an entry that is none.
    package func standing(of entry: JournalEntry) throws -> LoadStanding? {
        LoadStanding(entry, in: try visit(of: entry))
    }

    /// Every entry of the visit that an entry belongs to, in order.
    package func visit(of entry: JournalEntry) throws -> [JournalEntry] {
        guard let visit = entry.body.visit else { return [] }
        return try database.rows(Self.ofVisit, [.blob(visit)]).map {
            try JournalEntry(decoding: $0.blob(0))
        }
    }

    static let ofVisit = "SELECT bytes FROM entries WHERE visit = ? ORDER BY seq"

    /// Calls `body` with each receipt, in order of its entry.
    package func forEachReceipt(_ body: (_ seq: UInt64, _ bytes: [UInt8]) throws -> Void) throws {
        try database.forEach("SELECT seq, bytes FROM receipts ORDER BY seq") { row in
            try body(UInt64(row.int(0)), row.blob(1))
        }
    }

    /// Whether an entry has its receipt.
    package func isDelivered(_ seq: UInt64) throws -> Bool {
        try database.row("SELECT 1 FROM receipts WHERE seq = ?", [.seq(seq)]) != nil
    }

    /// The numbers of the entries that have their receipt.
    package func delivered() throws -> Set<UInt64> {
        Set(try database.rows("SELECT seq FROM receipts").map { UInt64($0.int(0)) })
    }
}
