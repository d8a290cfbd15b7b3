/// What went wrong with the journal, where, and what to try.
package struct JournalError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kind of trouble; more kinds may come.
    package struct Code: Hashable, Sendable {
        private let name: String

        private init(_ name: String) { self.name = name }

        /// Another process has the state folder.
        package static let inUse = Code("in use")
        /// The folder or a file in it cannot be opened or made.
        package static let unavailable = Code("unavailable")
        /// The journal belongs to another gateway.
        package static let otherGateway = Code("other gateway")
        /// The journal is delivered to another chain.
        package static let otherChain = Code("other chain")
        /// The key at hand never signed this journal.
        package static let otherKey = Code("other key")
        /// The journal was written by a later version.
        package static let tooNew = Code("too new")
        /// What was read back is not what was written, or does not verify.
        package static let damaged = Code("damaged")
        /// The disk or its quota is full: weighing has to stop.
        package static let full = Code("full")
        /// The file system or the database refused.
        package static let failed = Code("failed")
    }

    /// The kind of trouble.
    package let code: Code
    /// What failed, where, and what to try.
    package let message: String

    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    package var description: String { message }
}
