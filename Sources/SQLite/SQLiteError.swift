import CSQLite

/// Why SQLite refused: the kind of trouble, SQLite's own number, and its words.
package struct SQLiteError: Error, Hashable, CustomStringConvertible {
    /// The kind of trouble: SQLite's primary result code; more may come.
    package struct Code: Hashable, Sendable {
        private let number: Int32

        package static let generic = Code(SQLITE_ERROR)
        package static let busy = Code(SQLITE_BUSY)
        package static let locked = Code(SQLITE_LOCKED)
        package static let noMemory = Code(SQLITE_NOMEM)
        package static let readOnly = Code(SQLITE_READONLY)
        package static let interrupted = Code(SQLITE_INTERRUPT)
        package static let io = Code(SQLITE_IOERR)
        package static let corrupt = Code(SQLITE_CORRUPT)
        package static let full = Code(SQLITE_FULL)
        package static let cannotOpen = Code(SQLITE_CANTOPEN)
        package static let tooBig = Code(SQLITE_TOOBIG)
        package static let constraint = Code(SQLITE_CONSTRAINT)
        package static let mismatch = Code(SQLITE_MISMATCH)
        package static let misuse = Code(SQLITE_MISUSE)
        package static let outOfRange = Code(SQLITE_RANGE)
        package static let notADatabase = Code(SQLITE_NOTADB)

        /// The primary code inside an extended one.
        init(_ extended: Int32) { number = extended & 0xFF }

        /// Whether the same call may succeed a little later without anybody doing anything.
        package var isWorthRetrying: Bool { self == .busy || self == .locked }
    }

    /// The kind of trouble.
    package let code: Code
    /// SQLite's extended result code, for the log.
    package let extendedCode: Int32
    /// What failed, in SQLite's words, and at which statement or file.
    package let message: String

    package var description: String { "\(message) (SQLite error \(extendedCode))" }

    init(_ extendedCode: Int32, _ message: String) {
        code = Code(extendedCode)
        (self.extendedCode, self.message) = (extendedCode, message)
    }
}
