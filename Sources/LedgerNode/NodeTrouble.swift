/// Why a node and its application do not fit together.
struct NodeTrouble: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
