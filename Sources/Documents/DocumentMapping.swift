/// A strict reader of one mapping: every key asked for, every other key refused.
///
/// Ask for what its shape describes, then call `finish()`: it refuses what nobody asked for and says
/// which known key was probably meant. To ask for a key that the shape does not describe is a slip
/// of ours and ends the program.
package struct DocumentMapping: Sendable {
    /// What the mapping describes, for complaints: "device map".
    package let what: String
    /// Where the mapping begins.
    package let place: DocumentPlace
    /// Its keys in the order of the file.
    package let keys: [String]

    let shape: DocumentShape
    private let values: [String: DocumentEntry]
    private var asked: Set<String> = []

    /// Takes a mapping apart; not a mapping, or a key twice, is an error at its place.
    ///
    /// `named` is what complaints call it, where that is not the name of its shape.
    package init(
        _ node: DocumentNode, of shape: DocumentShape, named: String? = nil
    ) throws(DocumentError) {
        let what = named ?? shape.name
        guard case .mapping(let entries) = node.value else {
            throw node.error("\(what) must be a mapping, not \(node.found)")
        }
        var keys: [String] = []
        var values: [String: DocumentEntry] = [:]
        for entry in entries {
            let key = try entry.key.string("key of \(what)")
            if let first = values.updateValue(entry, forKey: key) {
                let line = first.key.place.line
                throw entry.key.error("\(what) has \(key) twice (first in line \(line))")
            }
            keys.append(key)
        }
        (self.what, self.place, self.shape) = (what, node.place, shape)
        (self.keys, self.values) = (keys, values)
    }

    /// An error that points at this mapping.
    package func error(_ message: String) -> DocumentError {
        DocumentError(place, message)
    }

    /// Whether the key is written with a value; counts as asking for it.
    package mutating func has(_ key: String) -> Bool {
        optionalNode(key) != nil
    }

    /// The value of a key that may be missing; `null` counts as missing.
    package mutating func optionalNode(_ key: String) -> DocumentNode? {
        precondition(
            shape.content(of: key) != nil, "\(shape.name) describes no key \(key)")
        asked.insert(key)
        guard let entry = values[key], !entry.value.isNull else { return nil }
        return entry.value
    }

    /// The value of a key that must be there.
    package mutating func node(_ key: String) throws(DocumentError) -> DocumentNode {
        if let node = optionalNode(key) { return node }
        if let entry = values[key] { throw entry.key.error("\(key) of \(what) has no value") }
        let unasked = keys.filter { !asked.contains($0) }
        let hint = Spelling.nearest(to: key, among: unasked).map { "; \($0) was found" } ?? ""
        throw error("\(what) must have \(key)\(hint)")
    }

    /// Refuses the first key that nobody asked for, with the nearest key that exists.
    package func finish() throws(DocumentError) {
        if let stray = strays.first { throw stray }
    }

    /// What is to be said of every key that nobody asked for.
    var strays: [DocumentError] {
        keys.filter { !asked.contains($0) }.compactMap { stray in
            values[stray].map { error(on: stray, $0) }
        }
    }

    private func error(on stray: String, _ entry: DocumentEntry) -> DocumentError {
        let known = asked.subtracting(keys).sorted()
        let nearest =
            Spelling.nearest(to: stray, among: known)
            ?? Spelling.nearest(to: stray, among: asked.sorted())
        let hint =
            nearest.map { "did you mean \($0)?" }
            ?? "known are \(asked.sorted().joined(separator: ", "))"
        return entry.key.error("\(what) has no key \(stray); \(hint)")
    }
}
