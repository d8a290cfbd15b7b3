import Glibc

/// Why a serial line gave no bytes: what kind of trouble, at which port, and what to try.
package struct SerialError: Error, Hashable, CustomStringConvertible {
    /// The kind of trouble; more may come.
    package struct Code: Hashable, Sendable {
        private let name: String

        /// There is no such port, or nobody may open it, or nobody listens.
        package static let unreachable = Code(name: "unreachable")
        /// It was there and is gone: unplugged, or closed by the other side.
        package static let closed = Code(name: "closed")
        /// The port cannot do the speed or the bits that were asked for.
        package static let unsupported = Code(name: "unsupported")
        /// Asked, and no answer in time.
        package static let timedOut = Code(name: "timedOut")
    }

    /// The kind of trouble.
    package let code: Code
    /// What failed, where, and what to try.
    package let message: String

    package init(_ code: Code, _ message: String) {
        (self.code, self.message) = (code, message)
    }

    package var description: String { message }

    /// The words for the error number a call just left behind.
    static func words(for number: Int32) -> String {
        strerror(number).map { String(cString: $0) } ?? "error \(number)"
    }
}
