/// Why a test's surroundings are not as it needs them.
package struct Trouble: Error, CustomStringConvertible {
    package let description: String

    package init(_ description: String) { self.description = description }
}
