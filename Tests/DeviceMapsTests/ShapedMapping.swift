import Documents

/// A mapping inside a document: its shape, and the document with one more key in it.
struct ShapedMapping {
    let shape: DocumentShape
    let keys: Set<String>
    private let rebuilt: ([DocumentEntry]) -> DocumentNode
    private let entries: [DocumentEntry]

    /// The document with one more entry here, and without the one of a key.
    func changed(adding entry: DocumentEntry?, without key: String?) -> DocumentNode {
        rebuilt(
            entries.filter { $0.key.value != .scalar(key ?? "", plain: true) }
                + [entry].compactMap { $0 })
    }

    /// The document with the entry of a key changed.
    func changed(_ key: String, _ change: (DocumentEntry) -> DocumentEntry) -> DocumentNode {
        rebuilt(entries.map { $0.key.value == .scalar(key, plain: true) ? change($0) : $0 })
    }

    /// Every mapping of a document that its shape describes, itself included.
    static func all(
        in node: DocumentNode, _ shape: DocumentShape,
        rebuilt: @escaping (DocumentNode) -> DocumentNode = { $0 }
    ) -> [ShapedMapping] {
        guard case .mapping(let entries) = node.value else { return [] }
        func mapping(_ entries: [DocumentEntry]) -> DocumentNode {
            rebuilt(DocumentNode(place: node.place, value: .mapping(entries)))
        }
        var found = [
            ShapedMapping(
                shape: shape,
                keys: Set(
                    entries.compactMap {
                        if case .scalar(let key, _) = $0.key.value { key } else { nil }
                    }),
                rebuilt: mapping, entries: entries)
        ]
        for (index, entry) in entries.enumerated() {
            guard case .scalar(let key, _) = entry.key.value,
                let content = shape.content(of: key)
            else { continue }
            found += all(in: entry.value, content) { changed in
                var entries = entries
                entries[index] = DocumentEntry(key: entry.key, value: changed)
                return mapping(entries)
            }
        }
        return found
    }

    private static func all(
        in node: DocumentNode, _ content: DocumentContent,
        rebuilt: @escaping (DocumentNode) -> DocumentNode
    ) -> [ShapedMapping] {
        switch (content, node.value) {
        case (.mapping(let shape), _): all(in: node, shape, rebuilt: rebuilt)
        case (.either(let several), _): several.flatMap { all(in: node, $0, rebuilt: rebuilt) }
        case (.list(let inner), .sequence(let nodes)):
            nodes.enumerated().flatMap { index, item in
                all(in: item, inner) { changed in
                    var nodes = nodes
                    nodes[index] = changed
                    return rebuilt(DocumentNode(place: node.place, value: .sequence(nodes)))
                }
            }
        default: []
        }
    }
}
