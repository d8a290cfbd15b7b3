/// Why registers did not become a reading.
package struct DeviceMapError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What kind of failure; more may come.
    package struct Code: Sendable, Hashable {
        package let name: String

        /// The answers do not hold every register a weighing needs, all from one request.
        package static let incomplete = Code(name: "incomplete")
        /// The two copies of the status differ: the device changed while it answered.
        package static let torn = Code(name: "torn")
    }

    package let code: Code
    /// What failed, in which device, and what to try.
    package let message: String

    package init(_ code: Code, _ message: String) {
        (self.code, self.message) = (code, message)
    }

    package var description: String { message }
}
