/// Why registers did not become a reading.
package struct DeviceMapError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What kind of failure; more may come.
    package struct Code: Sendable, Hashable {
        package let name: String

        /// The answers do not hold every register a weighing needs.
        package static let incomplete = Code(name: "incomplete")
        /// The two copies of the status differ: the device changed while it answered.
        package static let torn = Code(name: "torn")
        /// The registers hold no number: a NaN, or digits that are none.
        package static let senseless = Code(name: "senseless")
        /// The display shows a net and there is no other weight to read.
        package static let tared = Code(name: "tared")
        /// Device and configuration say different things of point or unit, or neither says any.
        package static let contradiction = Code(name: "contradiction")
        /// The weight has more decimals than the display.
        package static let unrounded = Code(name: "unrounded")
        /// A constant of the model is not there.
        package static let anotherModel = Code(name: "another-model")
    }

    package let code: Code
    /// What failed, in which device, and what to try.
    package let message: String

    package init(_ code: Code, _ message: String) {
        (self.code, self.message) = (code, message)
    }

    package var description: String { message }
}
