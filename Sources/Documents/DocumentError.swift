/// What is wrong in a document, and where; printed as `file:line:column: message`.
package struct DocumentError: Error, Hashable, CustomStringConvertible {
    /// The spot an editor should jump to.
    package let place: DocumentPlace
    /// What is wrong, and what to write instead.
    package let message: String

    package init(_ place: DocumentPlace, _ message: String) {
        (self.place, self.message) = (place, message)
    }

    package var description: String { "\(place): \(message)" }
}
