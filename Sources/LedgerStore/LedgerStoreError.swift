/// What went wrong with a node's store, where, and what to try.
package struct LedgerStoreError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kind of trouble; more kinds may come.
    package struct Code: Hashable, Sendable {
        private let name: String

        private init(_ name: String) { self.name = name }

        /// The folder or the file cannot be opened or made.
        package static let unavailable = Code("unavailable")
        /// Another process works with the folder.
        package static let inUse = Code("in use")
        /// The store was written by a later version.
        package static let tooNew = Code("too new")
        /// The store was written by an earlier version, and its state or its answers hashed otherwise.
        package static let tooOld = Code("too old")
        /// What was read back is not what was written.
        package static let damaged = Code("damaged")
        /// The file system or the database refused.
        package static let failed = Code("failed")
        /// A question that takes longer than its answer may.
        package static let tooLong = Code("too long")
    }

    package let code: Code
    package let message: String

    package init(_ code: Code, _ message: String) {
        (self.code, self.message) = (code, message)
    }

    /// What somebody changed, or the disk, and what to do about it.
    static func damaged(_ path: String, _ what: String) -> LedgerStoreError {
        LedgerStoreError(
            .damaged,
            "the ledger in \(path) is damaged: \(what); keep it as evidence, and let the node fetch "
                + "the state anew from an empty folder")
    }

    package var description: String { message }
}
