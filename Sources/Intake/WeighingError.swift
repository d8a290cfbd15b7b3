/// Why two passes make no intake.
package struct WeighingError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong, for code that decides.
    package struct Code: RawRepresentable, Hashable, Sendable {
        package let rawValue: String
        package init(rawValue: String) { self.rawValue = rawValue }

        /// The vehicle left heavier than it came: an outgoing load, which is not an intake.
        package static let tareExceedsGross = Code(rawValue: "tareExceedsGross")
        /// A display beyond any scale: there is no weight in grams.
        package static let beyondScale = Code(rawValue: "beyondScale")
    }

    /// What is wrong.
    package let code: Code
    /// What failed, with the weights, and what to try.
    package let message: String

    /// An error with its words.
    package init(_ code: Code, _ message: String) { (self.code, self.message) = (code, message) }

    package var description: String { message }
}
