/// Why a key file cannot be used: what, where, and what to do about it.
package struct KeyFileError: Error, CustomStringConvertible {
    /// What kind of trouble it is; more may come.
    package struct Code: Hashable, Sendable {
        private let name: String
        /// There is no such file, or it may not be opened.
        package static let missing = Code(name: "missing")
        /// A file is there already, and a key is never overwritten.
        package static let exists = Code(name: "exists")
        /// Others than its owner can read or change a private file.
        package static let exposed = Code(name: "exposed")
        /// The file is not what it should be.
        package static let malformed = Code(name: "malformed")
        /// The folder or the file cannot be written.
        package static let unwritable = Code(name: "unwritable")
    }

    /// The kind of trouble.
    package let code: Code
    /// What failed, where, and what to try.
    package let message: String

    package var description: String { message }
}

extension KeyFileError {
    /// A file in the place where a key was to be made.
    init(existing path: String) {
        self.init(
            code: .exists,
            message: "\(path) exists already: a key is never overwritten; "
                + "name another folder with --out or move the old key away")
    }
}
