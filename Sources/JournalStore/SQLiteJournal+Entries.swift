package import Evidence
import SQLite
package import Wire

extension SQLiteJournal {
    /// Appends entries in one transaction, and reads each back before it is told of.
    ///
    /// `make` gets the head and returns entries that follow it, in order. The disclosures are
    /// made durable first: a crash between the two commits leaves salts of an entry that never
    /// came to be, which nobody can find; the other order could lose the salts of one that did.
    ///
    /// - Returns: the entries as read back from the file, verified with the gateway's key.
    /// - Throws: `JournalError`; nothing is acknowledged then. What `make` throws.
    @discardableResult
    package func append(
        _ make: @Sendable (ChainLink) throws -> [NewEntry]
    ) throws -> [JournalEntry] {
        let new = try make(head)
        let keys = try check(new)
        return try telling("writing to the journal") {
            try disclosureStore.put(new.map { ($0.entry.id, $0.disclosures) })
            // A crash here loses entries that nobody was told of.
            try database.transaction {
                for entry in new { try insert(entry) }
            }
            // The entries are durable from here. A crash from now on repeats no weighing.
            let stored = try new.map { try readBack($0.entry) }
            if let last = stored.last {
                moveHead(to: ChainLink(seq: last.seq, digest: last.digest), keys: keys)
            }
            return stored
        }
    }

    /// The entries of a run of sequence numbers, in order, whole bytes.
    package func entries(_ range: ClosedRange<UInt64>) throws -> [JournalEntry] {
        try telling("reading the journal") {
            try database.rows(
                "SELECT bytes FROM entries WHERE seq BETWEEN ? AND ? ORDER BY seq",
                [.seq(range.lowerBound), .seq(range.upperBound)]
            ).map { try decoded($0.blob(0)) }
        }
    }

    /// The sequence numbers among these that travel as their digest.
    package func withheld(_ range: ClosedRange<UInt64>) throws -> Set<UInt64> {
        try telling("reading the journal") {
            Set(
                try database.rows(
                    "SELECT seq FROM entries WHERE withheld = 1 AND seq BETWEEN ? AND ?",
                    [.seq(range.lowerBound), .seq(range.upperBound)]
                ).map { UInt64($0.int(0)) })
        }
    }

    /// The last entries of one kind, oldest first.
    package func lastEntries(_ kind: EntryKind, count: Int) throws -> [JournalEntry] {
        try telling("reading the journal") {
            try database.rows(
                "SELECT bytes FROM entries WHERE kind = ? ORDER BY seq DESC LIMIT ?",
                [.integer(Int64(kind.rawValue)), .integer(Int64(count))]
            ).reversed().map { try decoded($0.blob(0)) }
        }
    }

    /// Entries of one kind from a number on, in order, at most so many.
    package func entries(
        _ kind: EntryKind, from first: UInt64, count: Int
    ) throws -> [JournalEntry] {
        try telling("reading the journal") {
            try database.rows(
                "SELECT bytes FROM entries WHERE kind = ? AND seq >= ? ORDER BY seq LIMIT ?",
                [.integer(Int64(kind.rawValue)), .seq(first), .integer(Int64(count))]
            ).map { try decoded($0.blob(0)) }
        }
    }

    /// Weigh-ins whose vehicle has not been weighed out, oldest first.
    ///
    /// What follows in its visit ends it, also a void, and a second weighing that made no load.
    package func openWeighIns() throws -> [JournalEntry] {
        try telling("reading the journal") {
            try database.rows(
                """
                SELECT bytes FROM entries AS first WHERE kind = ? AND NOT EXISTS (
                    SELECT 1 FROM entries AS other
                    WHERE other.visit = first.visit AND other.seq <> first.seq
                ) ORDER BY seq
                """,
                [.integer(Int64(EntryKind.weighIn.rawValue))]
            ).map { try decoded($0.blob(0)) }
        }
    }

    /// What a weighing is by now; nil for an entry that is none.
    package func standing(of entry: JournalEntry) throws -> LoadStanding? {
        guard let visit = entry.body.visit else { return nil }
        return LoadStanding(entry, in: try entries(ofVisit: visit))
    }

    /// Every entry of a visit, in order.
    package func entries(ofVisit visit: [UInt8]) throws -> [JournalEntry] {
        try telling("reading the journal") {
            try database.rows(JournalReader.ofVisit, [.blob(visit)])
                .map { try decoded($0.blob(0)) }
        }
    }

    /// The number of the entry of a kind that so many newer ones of it follow; nil when they are
    /// fewer.
    package func seq(_ kind: EntryKind, before newer: Int) throws -> UInt64? {
        try telling("reading the journal") {
            try database.row(
                "SELECT seq FROM entries WHERE kind = ? ORDER BY seq DESC LIMIT 1 OFFSET ?",
                [.integer(Int64(kind.rawValue)), .integer(Int64(newer))]
            ).map { UInt64($0.int(0)) }
        }
    }

    /// What an entry's claims hide, as far as it was not erased.
    package func disclosures(of id: UUIDv7) throws -> [Disclosure] {
        try telling("reading the disclosures") { try disclosureStore.disclosures(of: id) }
    }

    /// Entries that `make` returned must follow the head one by one and be this gateway's.
    ///
    /// Also signed with its key: what was written can never be taken back. Gives the keys after them.
    private func check(_ new: [NewEntry]) throws -> KeyHistory {
        var (link, keys) = (head, keys)
        for entry in new.map(\.entry) {
            guard entry.seq == link.seq + 1, entry.prev == link.digest, entry.gateway == gateway
            else {
                throw JournalError(
                    .failed, "entry \(entry.seq) does not follow entry \(link.seq) of \(gateway)")
            }
            do {
                try entry.verify(keys.signer(of: entry))
            } catch {
                throw JournalError(
                    .failed, "\(error); the journal takes only what its own key signed")
            }
            link = ChainLink(seq: entry.seq, digest: entry.digest)
            keys.follow(entry)
        }
        return keys
    }

    private func insert(_ new: NewEntry) throws {
        let entry = new.entry
        try database.run(
            """
            INSERT INTO entries (seq, id, kind, visit, withheld, digest, bytes)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """,
            [
                .integer(Int64(entry.seq)), .blob(entry.id.bytes),
                .integer(Int64(entry.kind.rawValue)), entry.body.visit.map { .blob($0) } ?? .null,
                .integer(new.isWithheld ? 1 : 0), .blob(entry.digest.bytes), .blob(entry.bytes),
            ])
    }

    /// Reads an entry from the file again; what does not match is not shown.
    ///
    /// The bytes were verified before they were written: the same bytes verify again.
    private func readBack(_ written: JournalEntry) throws -> JournalEntry {
        let row = try database.rows(
            "SELECT bytes FROM entries WHERE seq = ?", [.integer(Int64(written.seq))]
        ).first
        guard let row, row.blob(0) == written.bytes else {
            throw JournalError(
                .damaged,
                "entry \(written.seq) was read back otherwise than written; "
                    + "check the disk before weighing on")
        }
        return written
    }

    private func decoded(_ bytes: [UInt8]) throws -> JournalEntry {
        do {
            return try JournalEntry(decoding: bytes)
        } catch {
            throw JournalError(.damaged, "an entry in the journal cannot be read: \(error)")
        }
    }
}
