import Intake
package import IntakeLedger
import SQLite

extension LedgerReader {
    /// Loads that were taken in, or away, counted together: each once, by what it is now.
    ///
    /// Two kinds of groups are not told. Small ones: a single load has a single producer. And those
    /// that a few loads have entered or left by corrections and voids: whoever asked before could take
    /// one answer from the other and read off those few. From `LoadSum.fewest` such loads on the
    /// difference is one of many again.
    ///
    /// Nor is the smallest of the others where those are one group alone, or have fewer loads together:
    /// the sum of all loads, without groups, would tell it (`SumsPage`).
    ///
    /// It is a guard for what is published, no secret: what is taken in meanwhile changes sums too,
    /// periods and other groupings can be held against each other, and each load's public part can be
    /// asked for.
    ///
    /// The groups that are told stand in the order of their names; a page begins behind the first
    /// `first` of them. What is kept back is counted over all of them, on every page.
    package func sums(
        _ filter: LoadFilter, gateways: [String]?, by groupings: [LoadGrouping],
        from first: Int = 0,
        limit: Int
    ) throws -> LoadSums {
        let condition = LoadCondition(filter, gateways: gateways)
        let names = groupings.map(Self.column)
        let moved = try movedLoads(filter.direction, condition, names)
        var page = SumsPage(from: first, limit: limit)
        try database.forEach(
            Self.grouping(names, condition),
            [Self.kind(filter.direction)] + condition.values + [.integer(LoadSum.fewest)]
        ) { row in
            // Of the small ones only how many they are, and how many loads they have.
            if let groups = row.optionalInt(2) {
                return page.withhold(groups, loads: row.int(0))
            }
            let key = names.indices.map { row.text(3 + $0) }
            guard (moved[key] ?? LoadSum.fewest) >= LoadSum.fewest else {
                return page.withhold(1, loads: row.int(0))
            }
            page.add(LoadSum(group: key, loads: row.int(0), net: row.int(1)))
        }
        return page.answer
    }

    /// The groups that are large enough, in their order, and one row with the number of the others and
    /// of their loads.
    ///
    /// The small ones go before a page is cut: a gateway that makes up a thousand areas of one load
    /// each pushes nobody out of the answer.
    private static func grouping(_ names: [String], _ condition: LoadCondition) -> String {
        let columns = names.indices.map { "name\($0)" }
        let listed = columns.map { ", " + $0 }.joined()
        let named = zip(names, columns).map { ", \($0) AS \($1)" }.joined()
        let group = columns.isEmpty ? "" : " GROUP BY \(columns.joined(separator: ", "))"
        let order = columns.isEmpty ? "" : " ORDER BY \(columns.joined(separator: ", "))"
        return """
            WITH groups AS MATERIALIZED (
                SELECT count(*) AS loads, coalesce(sum(net), 0) AS net\(named) FROM loads
                JOIN gateways ON number = gateway
                WHERE kind = ? AND void IS NULL\(condition.sql)\(group)
            )
            SELECT * FROM (SELECT loads, net, NULL\(listed) FROM groups WHERE loads >= ?\(order))
            UNION ALL
            SELECT coalesce(sum(loads), 0), 0, count(*)\(columns.map { _ in ", ''" }.joined())
                FROM groups WHERE loads > 0 AND loads < \(LoadSum.fewest)
            """
    }

    private static func column(_ grouping: LoadGrouping) -> String {
        switch grouping {
        case .area: "coalesce(area, '')"
        case .code: "coalesce(scheme || ' ' || code, '')"
        case .destination: "destination"
        case .month: "strftime('%Y-%m', time, 'unixepoch')"
        }
    }

    /// What is summed: intakes, no rejects; or outgoing loads.
    private static func kind(_ direction: LoadDirection) -> SQLiteValue {
        .integer(direction == .incoming ? 2 : 3)
    }

    /// How many loads have entered or left each group since they were recorded.
    ///
    /// Only groups that some load did. A load's states are what it was before every correction and
    /// void, and what it is; in a group of which some and not all of them are, it moved.
    private func movedLoads(
        _ direction: LoadDirection, _ condition: LoadCondition, _ names: [String]
    ) throws -> [[String]: Int64] {
        var states: [Int64: Set<[String]?>] = [:]
        // The filter as a value: a state that it does not let through counts as well. CROSS JOIN reads
        // the few former states first, not all loads.
        try database.forEach(
            """
            SELECT place, (standing\(condition.sql))\(names.map { ", " + $0 }.joined()) FROM (
                SELECT place, gateway, kind, time, scheme, code, area, destination,
                    void IS NULL AS standing FROM loads WHERE place IN (SELECT place FROM former)
                UNION ALL
                SELECT former.place, gateway, kind, time, former.scheme, former.code,
                    former.area, former.destination, 1
                FROM former CROSS JOIN loads USING (place)
            ) JOIN gateways ON number = gateway WHERE kind = ?
            """, condition.values + [Self.kind(direction)]
        ) { row in
            // NULL, as for a code that is not known, lets nothing through either.
            let key = row.int(1) == 1 ? names.indices.map { row.text(2 + $0) } : nil
            states[row.int(0), default: []].insert(key)
        }
        var moved: [[String]: Int64] = [:]
        for keys in states.values where keys.count > 1 {
            for case let key? in keys { moved[key, default: 0] += 1 }
        }
        return moved
    }
}
