/// Why bytes of a serial line did not become a reading.
package struct FrameError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What kind of failure; more may come.
    package struct Code: Sendable, Hashable {
        package let name: String

        /// Bytes that belong to no frame: a wrong baud rate, a wrong map, a disturbed line.
        package static let noise = Code(name: "noise")
        /// A frame whose length or end is not where the map says.
        package static let length = Code(name: "length")
        /// A whole frame whose checksum is wrong.
        package static let checksum = Code(name: "checksum")
        /// The answer of another device, or to another question.
        package static let foreign = Code(name: "foreign")
        /// A status that the map does not know: the frame is of another dialect.
        package static let status = Code(name: "status")
        /// The device answered, but not with the weight on the deck.
        package static let noWeight = Code(name: "no_weight")
        /// No number stands where the weight should be, and no state that the map knows.
        package static let number = Code(name: "number")
        /// The unit is none that the map knows.
        package static let unit = Code(name: "unit")
        /// The weight is net, and the gross cannot be had from this frame.
        package static let net = Code(name: "net")
        /// Whether the zeros behind the digits count must be found out on site first.
        package static let dummyZeros = Code(name: "dummy_zeros")
    }

    package let code: Code
    /// What failed, and what to try.
    package let message: String

    package init(_ code: Code, _ message: String) {
        (self.code, self.message) = (code, message)
    }

    package var description: String { message }
}
