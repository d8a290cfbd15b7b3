/// Why the agent cannot start or go on: what failed, where, and what to try.
package struct GatewayError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kind of trouble; more kinds may come.
    package struct Code: Hashable, Sendable {
        private let name: String

        private init(_ name: String) { self.name = name }

        /// The configuration, a map or the vehicles file is wrong.
        package static let configuration = Code("configuration")
        /// A key file is missing, malformed or can be read by others.
        package static let key = Code("key")
        /// Another agent has the state folder.
        package static let journalInUse = Code("journal in use")
        /// The journal cannot be opened, or is damaged.
        package static let journalUnavailable = Code("journal unavailable")
        /// The journal is another gateway's.
        package static let otherGateway = Code("other gateway")
        /// The journal is delivered to another chain than the configuration's.
        package static let otherChain = Code("other chain")
        /// This gateway has another journal, and goes on in none but that.
        package static let otherJournal = Code("other journal")
        /// No node could prove what was asked.
        package static let unreachable = Code("unreachable")
        /// The journal can no longer be written.
        package static let journalFailed = Code("journal failed")
    }

    /// The kind of trouble.
    package let code: Code
    /// What failed, where, and what to try.
    package let message: String

    package init(_ code: Code, _ message: String) {
        (self.code, self.message) = (code, message)
    }

    package var description: String { message }
}
