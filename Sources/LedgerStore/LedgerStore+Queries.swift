import Evidence
package import IntakeLedger
import SQLite
package import Wire

extension LedgerStore {
    private static let columns = """
        SELECT place, uri, seq, digest, entries.height, bytes FROM entries
        JOIN gateways ON number = gateway
        """

    /// The entry of a gateway by its number.
    package func entry(gateway: String, seq: UInt64) throws -> LoggedEntry? {
        try logged("WHERE uri = ? AND seq = ?", [.text(gateway), .integer(Int64(clamping: seq))])
            .first
    }

    /// An entry by its digest.
    package func entry(_ digest: Digest) throws -> LoggedEntry? {
        try logged("WHERE digest = ? ORDER BY place LIMIT 1", [.blob(digest.bytes)]).first
    }

    /// The way of a load: every entry of its visit, by the id of any of them.
    package func way(ofRecord id: [UInt8], limit: Int = 100) throws -> [LoggedEntry] {
        try logged(
            """
            WHERE record = ?1 OR visit IN
                (SELECT visit FROM entries WHERE record = ?1 AND visit IS NOT NULL)
            ORDER BY place LIMIT ?2
            """, [.blob(id), .integer(Int64(limit))])
    }

    /// Intakes and rejects that a filter lets through, from a place in the log on.
    ///
    /// `gateways` are those of the filter's site; nil where it names none.
    package func loads(
        _ filter: LoadFilter, gateways: [String]?, from place: Int64, limit: Int
    ) throws -> [LoggedEntry] {
        let (condition, values) = self.condition(filter, gateways: gateways)
        return try logged(
            "WHERE kind IN (2, 9) AND place >= ?\(condition) ORDER BY place LIMIT ?",
            [.integer(place)] + values + [.integer(Int64(limit))])
    }

    /// Loads that were taken in, counted together; small groups are not told.
    package func sums(
        _ filter: LoadFilter, gateways: [String]?, by groupings: [LoadGrouping], limit: Int = 1_000
    ) throws -> LoadSums {
        let names = groupings.map { grouping in
            switch grouping {
            case .area: "coalesce(area, '')"
            case .code: "coalesce(scheme || ' ' || code, '')"
            case .destination: "coalesce(destination, '')"
            case .month: "strftime('%Y-%m', time, 'unixepoch')"
            }
        }
        let (condition, values) = self.condition(filter, gateways: gateways)
        let group = names.isEmpty ? "" : " GROUP BY \(names.joined(separator: ", "))"
        let columns = names.map { $0 + ", " }.joined()
        var (sums, withheld): ([LoadSum], Int64) = ([], 0)
        try database.forEach(
            """
            SELECT \(columns)count(*), coalesce(sum(net), 0) FROM entries
            JOIN gateways ON number = gateway
            WHERE kind = 2\(condition)\(group) LIMIT ?
            """, values + [.integer(Int64(limit))]
        ) { row in
            let loads = row.int(names.count)
            guard loads >= LoadSum.fewest else {
                if loads > 0 { withheld += 1 }
                return
            }
            sums.append(
                LoadSum(
                    group: names.indices.map { row.text($0) }, loads: loads,
                    net: row.int(names.count + 1)))
        }
        return LoadSums(sums: sums, withheld: withheld)
    }

    private func condition(
        _ filter: LoadFilter, gateways: [String]?
    ) -> (sql: String, values: [SQLiteValue]) {
        var (sql, values) = ("", [SQLiteValue]())
        func add(_ text: String, _ value: SQLiteValue?) {
            guard let value else { return }
            sql += " AND \(text)"
            values.append(value)
        }
        if let gateways {
            let marks = Array(repeating: "?", count: gateways.count).joined(separator: ", ")
            sql += " AND uri IN (\(marks))"
            values += gateways.map { .text($0) }
        }
        add("uri = ?", filter.gateway.map { .text($0) })
        add("scheme = ?", filter.scheme.map { .text($0) })
        // From the code itself up to whatever begins with it.
        add("code >= ?", filter.code.map { .text($0) })
        add("code < ?", filter.code.map { .text($0 + "\u{10FFFF}") })
        add("area = ?", filter.area.map { .text($0) })
        add("destination = ?", filter.destination.map { .text($0) })
        add("time >= ?", filter.from.map { .integer($0) })
        add("time < ?", filter.to.map { .integer($0) })
        return (sql, values)
    }

    private func logged(_ rest: String, _ values: [SQLiteValue]) throws -> [LoggedEntry] {
        try database.rows("\(Self.columns) \(rest)", values).map { row in
            guard let digest = Digest(row.blob(3)) else {
                throw damaged("an entry has no digest of 32 bytes")
            }
            return LoggedEntry(
                place: UInt64(row.int(0)), gateway: row.text(1), seq: UInt64(row.int(2)),
                digest: digest, height: row.int(4), bytes: row.optionalBlob(5))
        }
    }
}
