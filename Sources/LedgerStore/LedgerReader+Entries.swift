import Evidence
import Intake
package import IntakeLedger
import SQLite
package import Wire

extension LedgerReader {
    private static let columns = """
        SELECT entries.place, uri, seq, digest, entries.height, bytes FROM entries
        JOIN gateways ON number = entries.gateway
        """

    /// The entry of a gateway by its number.
    package func entry(gateway: String, seq: UInt64) throws -> LoggedEntry? {
        try logged("WHERE uri = ? AND seq = ?", [.text(gateway), .integer(Int64(clamping: seq))])
            .first
    }

    /// An entry by its digest: that of its own gateway before any other's.
    ///
    /// Any gateway may record the digest of another one's entry among its own. Only the gateway that has
    /// signed the entry can have recorded its bytes, which name it; where nobody has shown them, it is
    /// who recorded the digest first.
    package func entry(_ digest: Digest) throws -> LoggedEntry? {
        try logged(
            "WHERE digest = ? ORDER BY bytes IS NULL, entries.place LIMIT 1",
            [.blob(digest.bytes)]
        ).first
    }

    /// Rows of one digest that are looked at, however often somebody has recorded it.
    private static let mostOfOneDigest = 1_000

    /// The gateways that have recorded a digest, each once; so many at most.
    ///
    /// Whoever has shown the bytes comes first, then in the order in which they recorded it.
    package func gateways(withDigest digest: Digest, limit: Int) throws -> [String] {
        try database.rows(
            """
            SELECT uri FROM (
                SELECT gateway, min(is_bare) AS is_bare, min(place) AS first FROM (
                    SELECT gateway, place, bytes IS NULL AS is_bare FROM entries WHERE digest = ?
                    ORDER BY bytes IS NULL, place LIMIT \(Self.mostOfOneDigest)
                ) GROUP BY gateway ORDER BY 2, 3 LIMIT ?
            ) JOIN gateways ON number = gateway ORDER BY is_bare, first
            """, [.blob(digest.bytes), .integer(Int64(limit))]
        ).map { $0.text(0) }
    }

    /// The log, from a place on.
    package func log(from place: Int64, limit: Int) throws -> [LoggedEntry] {
        try logged(
            "WHERE entries.place >= ? ORDER BY entries.place LIMIT ?",
            [.integer(place), .integer(Int64(limit))])
    }

    /// The journal of a gateway, from an entry's number on.
    package func journal(of gateway: String, from seq: Int64, limit: Int) throws -> [LoggedEntry] {
        try logged(
            "WHERE uri = ? AND seq >= ? ORDER BY seq LIMIT ?",
            [.text(gateway), .integer(seq), .integer(Int64(limit))])
    }

    /// Loads that a filter lets through, from a place in the log on: intakes and rejects, or outgoing
    /// ones; each once, without those that are void.
    ///
    /// `gateways` are those of the filter's site; nil where it names none.
    package func loads(
        _ filter: LoadFilter, gateways: [String]?, from place: Int64, limit: Int
    ) throws -> [LoggedLoad] {
        let condition = LoadCondition(filter, gateways: gateways)
        let kinds =
            filter.direction == .outgoing ? "(3)" : filter.hasRejected ? "(2, 9)" : "(2)"
        // In the order of the log, whatever the filter: an index on codes would have half the log sorted
        // for a page of a broad one, and a scan for a rare one reads ten million loads in a second.
        let found = try logged(
            """
            JOIN loads NOT INDEXED ON loads.place = entries.place
            WHERE loads.kind IN \(kinds) AND void IS NULL AND loads.place >= ?\(condition.sql)
            ORDER BY loads.place LIMIT ?
            """, [.integer(place)] + condition.values + [.integer(Int64(limit))])
        return try found.map { LoggedLoad(entry: $0, correction: try correction(of: $0)) }
    }

    /// The correction of a load that counts.
    private func correction(of load: LoggedEntry) throws -> LoggedEntry? {
        try logged(
            "WHERE entries.place = (SELECT correction FROM loads WHERE place = ?)",
            [.integer(Int64(clamping: load.place))]
        ).first
    }

    func logged(_ rest: String, _ values: [SQLiteValue]) throws -> [LoggedEntry] {
        try database.rows("\(Self.columns) \(rest)", values).map { row in
            guard let digest = Digest(row.blob(3)) else {
                throw LedgerStoreError(
                    .damaged, "the ledger in \(path) is damaged: an entry has no digest of 32 bytes"
                )
            }
            return LoggedEntry(
                place: UInt64(row.int(0)), gateway: row.text(1), seq: UInt64(row.int(2)),
                digest: digest, height: row.int(4), bytes: row.optionalBlob(5))
        }
    }
}
