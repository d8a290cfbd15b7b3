/// Why the control server cannot start, or a client has no answer: what failed, where, what to try.
package struct ControlError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kind of trouble; more kinds may come.
    package struct Code: Hashable, Sendable {
        private let name: String

        private init(_ name: String) { self.name = name }

        /// Another living process answers at the socket's path.
        package static let inUse = Code("in use")
        /// The socket cannot be made where it should stand.
        package static let socket = Code("socket")
        /// The address is not one of this box alone, or cannot be listened on.
        package static let address = Code("address")
        /// The file of tokens is missing, malformed, or others can change or read it.
        package static let tokens = Code("tokens")
        /// The agent says no.
        package static let refused = Code("refused")
        /// The agent cannot answer just now; it says why.
        package static let busy = Code("busy")
        /// Nobody answers at the socket.
        package static let away = Code("away")
        /// The file system does not let this user ask.
        package static let forbidden = Code("forbidden")
        /// What was answered is not what this version understands.
        package static let malformed = Code("malformed")
    }

    /// The kind of trouble.
    package let code: Code
    /// What failed, where, and what to try.
    package let message: String

    init(_ code: Code, _ message: String) { (self.code, self.message) = (code, message) }

    package var description: String { message }
}
