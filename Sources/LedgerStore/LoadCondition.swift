import IntakeLedger
import SQLite

/// A filter as a condition on loads, with its values in their order.
///
/// Stands behind another condition: it begins with AND, or is empty. The gateway's URI is `uri`.
struct LoadCondition {
    private(set) var sql = ""
    private(set) var values: [SQLiteValue] = []

    /// `gateways` are those of the filter's site; nil where it names none.
    init(_ filter: LoadFilter, gateways: [String]?) {
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
    }

    private mutating func add(_ text: String, _ value: SQLiteValue?) {
        guard let value else { return }
        sql += " AND \(text)"
        values.append(value)
    }
}
