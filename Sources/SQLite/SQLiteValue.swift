/// A value as SQLite stores it.
package enum SQLiteValue: Hashable, Sendable {
    case null
    case integer(Int64)
    case real(Double)
    case text(String)
    case blob([UInt8])

    /// A whole number, or NULL for nil.
    package init(_ number: (some FixedWidthInteger)?) {
        self = number.map { .integer(Int64($0)) } ?? .null
    }

    /// A text, or NULL for nil.
    package init(_ text: String?) {
        self = text.map { .text($0) } ?? .null
    }

    /// Bytes, or NULL for nil.
    package init(_ bytes: [UInt8]?) {
        self = bytes.map { .blob($0) } ?? .null
    }
}

extension SQLiteValue: ExpressibleByNilLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByFloatLiteral, ExpressibleByStringLiteral, ExpressibleByArrayLiteral
{
    package init(nilLiteral: ()) { self = .null }
    package init(integerLiteral value: Int64) { self = .integer(value) }
    package init(floatLiteral value: Double) { self = .real(value) }
    package init(stringLiteral value: String) { self = .text(value) }
    package init(arrayLiteral bytes: UInt8...) { self = .blob(bytes) }
}
