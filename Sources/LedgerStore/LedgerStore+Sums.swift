import Intake
package import IntakeLedger
import SQLite

extension LedgerStore {
    /// Loads that were taken in, or away, counted together: each once, by what it is now.
    ///
    /// Two kinds of groups are not told. Small ones: a single load has a single producer. And those
    /// that a few loads have entered or left by corrections and voids: whoever asked before could take
    /// one answer from the other and read off those few. From `LoadSum.fewest` such loads on the
    /// difference is one of many again.
    ///
    /// It is a guard for what is published, no secret: what is taken in meanwhile changes sums too,
    /// periods can be held against each other, and each load's public part can be asked for.
    package func sums(
        _ filter: LoadFilter, gateways: [String]?, by groupings: [LoadGrouping], limit: Int = 1_000
    ) throws -> LoadSums {
        let condition = LoadCondition(filter, gateways: gateways)
        let names = groupings.map(Self.column)
        let moved = try movedLoads(filter.direction, condition, names)
        let group = names.isEmpty ? "" : " GROUP BY \(names.joined(separator: ", "))"
        var (sums, withheld): ([LoadSum], Int64) = ([], 0)
        try database.forEach(
            """
            SELECT count(*), coalesce(sum(net), 0)\(names.map { ", " + $0 }.joined()) FROM loads
            JOIN gateways ON number = gateway
            WHERE kind = ? AND void IS NULL\(condition.sql)\(group) LIMIT ?
            """,
            [Self.kind(filter.direction)] + condition.values + [.integer(Int64(limit))]
        ) { row in
            let (loads, key) = (row.int(0), names.indices.map { row.text(2 + $0) })
            guard loads > 0 else { return }
            guard loads >= LoadSum.fewest, (moved[key] ?? LoadSum.fewest) >= LoadSum.fewest else {
                withheld += 1
                return
            }
            sums.append(LoadSum(group: key, loads: loads, net: row.int(1)))
        }
        return LoadSums(sums: sums, withheld: withheld)
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
