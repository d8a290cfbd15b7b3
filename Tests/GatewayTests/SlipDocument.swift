import Documents

/// A document written out again with one slip of the hand in it, and where that came to stand.
struct SlipDocument {
    /// What somebody wrote in place of something.
    enum Slip {
        /// Another name, for the key that stands at this place.
        case key(DocumentPlace, String)
        /// Other words, for the value that stands at this place.
        case value(DocumentPlace, String)
    }

    private(set) var text = ""
    /// Line and column of the slip, as a complaint names them; nil without one.
    private(set) var place: String?
    private let slip: Slip?

    init(_ node: DocumentNode, slip: Slip? = nil) {
        self.slip = slip
        write(node)
        text += "\n"
    }

    private mutating func write(_ node: DocumentNode) {
        if case .value(node.place, let words)? = slip {
            note()
            text += words
            return
        }
        switch node.value {
        case .null: text += "~"
        case .scalar(let word, let isPlain): text += Self.scalar(word, isPlain)
        case .sequence(let items):
            text += "["
            for (number, item) in items.enumerated() {
                if number > 0 { text += ", " }
                write(item)
            }
            text += "]"
        case .mapping(let entries):
            text += "{\n"
            for (number, entry) in entries.enumerated() {
                if number > 0 { text += ",\n" }
                writeKey(entry.key)
                text += ": "
                write(entry.value)
            }
            text += "}"
        }
    }

    private mutating func writeKey(_ key: DocumentNode) {
        guard case .key(key.place, let name)? = slip else { return write(key) }
        note()
        text += name
    }

    private mutating func note() {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        place = "\(lines.count):\((lines.last?.count ?? 0) + 1)"
    }

    /// A number or a truth value has to stay one; everything else may stand in quotes.
    private static func scalar(_ word: String, _ isPlain: Bool) -> String {
        let isBare = isPlain && word.wholeMatch(of: /[A-Za-z0-9_.\-]+/) != nil
        return isBare ? word : "\"\(word)\""
    }
}
