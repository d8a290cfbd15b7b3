/// Where something stands in a document that a person wrote.
package struct DocumentPlace: Hashable, Sendable, CustomStringConvertible {
    /// The file as it was named to the parser.
    package let file: String
    /// The line, counted from 1.
    package let line: Int
    /// The column in characters, counted from 1.
    package let column: Int

    package init(file: String, line: Int, column: Int) {
        (self.file, self.line, self.column) = (file, line, column)
    }

    package var description: String { "\(file):\(line):\(column)" }
}
