import Documents

/// Builds nodes out of events, and refuses what configuration must not contain.
struct YAMLReader: ~Copyable {
    private var parser: YAMLParser

    init(_ parser: consuming YAMLParser) {
        self.parser = parser
    }

    /// The only document, or `.null` at `start` where there is none.
    mutating func document(orNothingAt start: DocumentPlace) throws(DocumentError) -> DocumentNode {
        _ = try parser.next()  // the stream starts
        guard try parser.next().kind == .documentStart else {
            return DocumentNode(place: start, value: .null)
        }
        let root = try node(try parser.next(), depth: 0)
        _ = try parser.next()  // the document ends
        let end = try parser.next()
        guard end.kind == .streamEnd else {
            throw DocumentError(end.place, "a second document; one file holds one document")
        }
        return root
    }

    private mutating func node(
        _ event: YAMLEvent, depth: Int
    ) throws(DocumentError) -> DocumentNode {
        guard event.kind != .alias, !event.hasAnchor else {
            throw DocumentError(event.place, "anchors and aliases are not read; write it out")
        }
        guard !event.hasTag else {
            throw DocumentError(event.place, "tags (!) are not read; quote a text that begins so")
        }
        if case .scalar(let text, let isPlain) = event.kind {
            return DocumentNode(place: event.place, value: Self.scalar(text, isPlain: isPlain))
        }
        guard depth < YAML.depthLimit else {
            throw DocumentError(event.place, "deeper than \(YAML.depthLimit) levels")
        }
        switch event.kind {
        case .sequenceStart:
            return DocumentNode(place: event.place, value: .sequence(try nodes(depth: depth + 1)))
        case .mappingStart:
            return DocumentNode(place: event.place, value: .mapping(try entries(depth: depth + 1)))
        default:
            preconditionFailure("libyaml sent \(event.kind) where a node begins")
        }
    }

    private mutating func nodes(depth: Int) throws(DocumentError) -> [DocumentNode] {
        var nodes: [DocumentNode] = []
        while true {
            let event = try parser.next()
            if event.kind == .sequenceEnd { return nodes }
            nodes.append(try node(event, depth: depth))
        }
    }

    private mutating func entries(depth: Int) throws(DocumentError) -> [DocumentEntry] {
        var entries: [DocumentEntry] = []
        while true {
            let event = try parser.next()
            if event.kind == .mappingEnd { return entries }
            let key = try node(event, depth: depth)
            guard case .scalar = key.value else {
                throw DocumentError(event.place, "a key must be a text")
            }
            entries.append(DocumentEntry(key: key, value: try node(parser.next(), depth: depth)))
        }
    }

    /// What YAML 1.2's core schema calls null is nothing; all else keeps its text.
    private static func scalar(_ text: String, isPlain: Bool) -> DocumentNode.Value {
        isPlain && ["", "~", "null"].contains(text) ? .null : .scalar(text, plain: isPlain)
    }
}
