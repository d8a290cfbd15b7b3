package import LightClients
import SQLite
import Wire

extension SQLiteJournal {
    /// Keeps a header that the verifier let through.
    ///
    /// What is known of the same header already stays known: its votes, its sets, and that it is
    /// an anchor. Another header of that height takes the place of the one before.
    package func keep(_ header: VerifiedHeader, isAnchor: Bool = false) throws {
        try telling("storing a header") {
            try database.transaction {
                for set in [header.validators, header.nextValidators].compactMap({ $0 }) {
                    try database.run(
                        "INSERT OR IGNORE INTO validator_sets (hash, bytes) VALUES (?, ?)",
                        [.blob(set.hash.bytes), .blob(set.protobuf)])
                }
                try database.run(
                    """
                    INSERT INTO headers
                    (height, hash, header, commit_bytes, validators, next_validators, is_anchor)
                    VALUES (?, ?, ?, ?, ?, ?, ?)
                    ON CONFLICT (height) DO UPDATE SET
                        hash = excluded.hash,
                        header = excluded.header,
                        commit_bytes = coalesce(
                            excluded.commit_bytes, iif(hash = excluded.hash, commit_bytes, NULL)),
                        validators = coalesce(
                            excluded.validators, iif(hash = excluded.hash, validators, NULL)),
                        next_validators = coalesce(
                            excluded.next_validators,
                            iif(hash = excluded.hash, next_validators, NULL)),
                        is_anchor = max(
                            excluded.is_anchor, iif(hash = excluded.hash, is_anchor, 0))
                    """,
                    [
                        .integer(header.height), .blob(header.hash.bytes),
                        .blob(header.header.protobuf), SQLiteValue(header.commit?.protobuf),
                        SQLiteValue(header.validators?.hash.bytes),
                        SQLiteValue(header.nextValidators?.hash.bytes),
                        .integer(isAnchor ? 1 : 0),
                    ])
            }
        }
    }

    /// The header of one height, when it was verified before.
    package func header(at height: Int64) throws -> VerifiedHeader? {
        try headers(" WHERE height = ?", [.integer(height)]).first
    }

    /// The highest header below a height that was verified with its votes.
    package func trusted(below height: Int64) throws -> VerifiedHeader? {
        try headers(
            " WHERE height < ? AND commit_bytes IS NOT NULL ORDER BY height DESC LIMIT 1",
            [.integer(height)]
        ).first
    }

    /// The anchor that was verified; nil before a node was reached for the first time.
    package func anchor(at height: Int64) throws -> VerifiedHeader? {
        try headers(" WHERE height = ? AND is_anchor = 1", [.integer(height)]).first
    }

    private func headers(
        _ condition: String, _ values: [SQLiteValue]
    ) throws -> [VerifiedHeader] {
        try telling("reading the verified headers") {
            try database.rows(
                """
                SELECT header, commit_bytes, own.bytes, next.bytes FROM headers
                LEFT JOIN validator_sets AS own ON own.hash = headers.validators
                LEFT JOIN validator_sets AS next ON next.hash = headers.next_validators
                """ + condition, values
            ).map(restored)
        }
    }

    private func restored(_ row: SQLiteRow) throws -> VerifiedHeader {
        do {
            return try VerifiedHeader(
                restoring: Header(protobuf: row.blob(0)),
                commit: row.optionalBlob(1).map { try Commit(protobuf: $0) },
                validators: row.optionalBlob(2).map { try ValidatorSet(protobuf: $0) },
                nextValidators: row.optionalBlob(3).map { try ValidatorSet(protobuf: $0) })
        } catch {
            throw JournalError(.damaged, "a verified header cannot be read again: \(error)")
        }
    }
}
