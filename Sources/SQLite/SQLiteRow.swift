/// One row of an answer; columns are counted from 0.
///
/// A column of another type reads as SQLite itself would read NULL: 0, an empty text, no bytes.
/// Tables are STRICT, so that happens only in a damaged file, and a damaged file must not stop the
/// program: what was read is checked against its digest.
package struct SQLiteRow: Hashable, Sendable {
    /// The columns as stored.
    package let values: [SQLiteValue]

    /// A whole number.
    package func int(_ column: Int) -> Int64 { optionalInt(column) ?? 0 }

    /// A whole number, or nil for NULL.
    package func optionalInt(_ column: Int) -> Int64? {
        if case .integer(let number) = values[column] { number } else { nil }
    }

    /// A number with a fraction; whole numbers count.
    package func real(_ column: Int) -> Double { optionalReal(column) ?? 0 }

    /// A number with a fraction, or nil for NULL.
    package func optionalReal(_ column: Int) -> Double? {
        switch values[column] {
        case .real(let number): number
        case .integer(let number): Double(number)
        default: nil
        }
    }

    /// A text.
    package func text(_ column: Int) -> String { optionalText(column) ?? "" }

    /// A text, or nil for NULL.
    package func optionalText(_ column: Int) -> String? {
        if case .text(let text) = values[column] { text } else { nil }
    }

    /// Bytes.
    package func blob(_ column: Int) -> [UInt8] { optionalBlob(column) ?? [] }

    /// Bytes, or nil for NULL.
    package func optionalBlob(_ column: Int) -> [UInt8]? {
        if case .blob(let bytes) = values[column] { bytes } else { nil }
    }
}
