/// Why a key file cannot be used: what, where, and what to do about it.
package struct KeyFileError: Error, CustomStringConvertible {
    /// What kind of trouble it is; more may come.
    package struct Code: Hashable, Sendable {
        private let name: String
        package static let missing = Code(name: "missing")
        package static let exists = Code(name: "exists")
        package static let exposed = Code(name: "exposed")
        package static let malformed = Code(name: "malformed")
        package static let unwritable = Code(name: "unwritable")
    }

    /// The kind of trouble.
    package let code: Code
    /// What failed, where, and what to try.
    package let message: String

    package var description: String { message }
}
