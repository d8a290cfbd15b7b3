import Documents

/// A slip of the hand in a document, of a kind that a schema knows.
struct ShapeSlip: Sendable {
    enum Kind: CaseIterable, Sendable {
        case misspeltKey, missingKey, wrongWord, numberOutOfRange
    }

    let kind: Kind
    /// The document after it.
    let document: DocumentNode

    /// Every slip that can happen to the keys of a mapping and to what stands behind them.
    static func all(of mapping: ShapedMapping) -> [ShapeSlip] {
        mapping.shape.keys.filter { mapping.keys.contains($0.name) }.flatMap { key in
            keys(key, of: mapping)
                + words(key.content).map { slip(.wrongWord, key, $0, mapping) }
                + numbers(key.content).map { slip(.numberOutOfRange, key, $0, mapping) }
        }
    }

    private static func keys(_ key: DocumentKey, of mapping: ShapedMapping) -> [ShapeSlip] {
        var slips: [ShapeSlip] = []
        // Where any key has a meaning, none is misspelt.
        if mapping.shape.others == nil {
            let misspelt = mapping.changed(key.name) {
                DocumentEntry(key: scalar("\(key.name)x"), value: $0.value)
            }
            slips.append(ShapeSlip(kind: .misspeltKey, document: misspelt))
        }
        if key.isRequired {
            let missing = mapping.changed(adding: nil, without: key.name)
            slips.append(ShapeSlip(kind: .missingKey, document: missing))
        }
        return slips
    }

    private static func slip(
        _ kind: Kind, _ key: DocumentKey, _ text: String, _ mapping: ShapedMapping
    ) -> ShapeSlip {
        let document = mapping.changed(key.name) {
            DocumentEntry(key: $0.key, value: scalar(text))
        }
        return ShapeSlip(kind: kind, document: document)
    }

    /// A word that means nothing there; a text may be any.
    private static func words(_ content: DocumentContent) -> [String] {
        switch content {
        case .text, .filled: []
        case .either(let several) where several.contains { words($0).isEmpty }: []
        case .whole, .decimal, .flag, .word, .mapping, .list, .either: ["nonsense"]
        }
    }

    /// The numbers just outside the bounds.
    private static func numbers(_ content: DocumentContent) -> [String] {
        guard case .whole(let range) = content else { return [] }
        return (range.lowerBound > .min ? ["\(range.lowerBound - 1)"] : [])
            + (range.upperBound < .max ? ["\(range.upperBound + 1)"] : [])
    }

    private static func scalar(_ text: String) -> DocumentNode {
        DocumentNode(
            place: DocumentPlace(file: "slip", line: 1, column: 1),
            value: .scalar(text, plain: true))
    }
}
