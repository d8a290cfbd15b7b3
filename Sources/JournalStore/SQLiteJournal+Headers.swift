package import LightClients
import SQLite
import Wire

extension SQLiteJournal {
    /// Keeps a header that the verifier let through.
    ///
    /// What is known of the same header already stays known: its votes, its sets, what it was
    /// verified from, who confirmed it, and that it is an anchor; only votes take the place of a mere
    /// link from above. Another header of that height takes the place of the one before.
    package func keep(
        _ header: VerifiedHeader, _ standing: HeaderStanding = HeaderStanding()
    ) throws {
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
                    (height, hash, header, commit_bytes, validators, next_validators, is_anchor,
                        via, witnesses, is_continuity)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
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
                            excluded.is_anchor, iif(hash = excluded.hash, is_anchor, 0)),
                        via = iif(
                            hash = excluded.hash AND via IS NOT NULL
                                AND (commit_bytes IS NOT NULL OR excluded.commit_bytes IS NULL),
                            via, excluded.via),
                        witnesses = coalesce(
                            nullif(excluded.witnesses, ''),
                            iif(hash = excluded.hash, witnesses, NULL), excluded.witnesses),
                        is_continuity = iif(
                            hash = excluded.hash AND (
                                excluded.via IS NULL OR (via IS NOT NULL AND (
                                    commit_bytes IS NOT NULL
                                    OR excluded.commit_bytes IS NULL))),
                            is_continuity, excluded.is_continuity)
                    """,
                    [
                        .integer(header.height), .blob(header.hash.bytes),
                        .blob(header.header.protobuf), SQLiteValue(header.commit?.protobuf),
                        SQLiteValue(header.validators?.hash.bytes),
                        SQLiteValue(header.nextValidators?.hash.bytes),
                        .integer(standing.isAnchor ? 1 : 0),
                        standing.via.map { .integer($0) } ?? .null,
                        standing.witnesses.map { .text($0.joined(separator: "\n")) } ?? .null,
                        .integer(standing.isContinuity ? 1 : 0),
                    ])
            }
        }
    }

    /// What the header of a height rests on; nil where there is none.
    package func standing(at height: Int64) throws -> HeaderStanding? {
        try telling("reading the verified headers") {
            try database.row(
                "SELECT is_anchor, via, witnesses, is_continuity FROM headers WHERE height = ?",
                [.integer(height)]
            ).map { HeaderStanding($0, from: 0) }
        }
    }

    /// Forgets headers that nothing rests on any more; gives how many.
    ///
    /// Kept are anchors, the newest `newest` that have votes, whatever these were verified from,
    /// and what the proofs of batches on their way may need.
    @discardableResult
    package func pruneHeaders(keeping newest: Int = 100) throws -> Int {
        try telling("forgetting old headers") {
            try database.transaction {
                try database.run(
                    """
                    WITH RECURSIVE kept (height) AS (
                        SELECT height FROM headers WHERE is_anchor = 1
                        UNION
                        SELECT height FROM (
                            SELECT height FROM headers WHERE commit_bytes IS NOT NULL
                            ORDER BY height DESC LIMIT ?)
                        UNION
                        SELECT headers.height FROM batches CROSS JOIN headers
                        WHERE batches.last > ? AND batches.height IS NOT NULL AND NOT EXISTS (
                                SELECT 1 FROM receipts WHERE receipts.seq = batches.last)
                            AND headers.height IN (batches.height, batches.height + 1)
                        UNION
                        SELECT headers.via FROM headers, kept
                        WHERE headers.height = kept.height AND headers.via IS NOT NULL
                    )
                    DELETE FROM headers WHERE height NOT IN (SELECT height FROM kept)
                    """,
                    [.integer(Int64(newest)), .seq(try DeliveredMark.read(database))])
                let gone = try database.row("SELECT changes()")?.int(0) ?? 0
                try database.run(
                    """
                    DELETE FROM validator_sets WHERE hash NOT IN (
                        SELECT validators FROM headers WHERE validators IS NOT NULL
                        UNION SELECT next_validators FROM headers
                            WHERE next_validators IS NOT NULL)
                    """, [])
                return Int(gone)
            }
        }
    }

    /// The header of one height, when it was verified before.
    package func header(at height: Int64) throws -> VerifiedHeader? {
        try headers(" WHERE height = ?", [.integer(height)]).first
    }

    /// The highest header below a height from which others can be verified: it has its votes, or
    /// is an anchor.
    package func trusted(below height: Int64) throws -> VerifiedHeader? {
        try headers(
            """
             WHERE height < ? AND (commit_bytes IS NOT NULL OR is_anchor = 1)
            ORDER BY height DESC LIMIT 1
            """, [.integer(height)]
        ).first
    }

    /// The lowest such header above a height, to go backwards from.
    package func trusted(above height: Int64) throws -> VerifiedHeader? {
        try headers(
            """
             WHERE height > ? AND (commit_bytes IS NOT NULL OR is_anchor = 1)
            ORDER BY height LIMIT 1
            """, [.integer(height)]
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
            try database.rows(KeptHeader.columns + condition, values).map(KeptHeader.header)
        }
    }
}
