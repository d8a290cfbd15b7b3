/// A key of a document with what holds for it, and where that comes from.
package struct EffectiveValue: Hashable, Sendable {
    /// The keys down to it, with dots, and the places in lists: `upstream.nodes[0]`.
    package let name: String
    /// As it is written, or would be.
    package let text: String
    /// Where it is written; nil for what holds because nothing is.
    package let place: DocumentPlace?
    package let unit: String?
}

extension DocumentShape {
    /// Everything that holds in a document of this shape, in the order of the shape: what is written,
    /// and what is assumed.
    package func effective(in node: DocumentNode?, under prefix: String = "") -> [EffectiveValue] {
        var values: [EffectiveValue] = []
        for key in keys {
            let name = prefix + key.name
            if let value = node?.value(of: key.name) {
                values += key.content.effective(value, name, key.unit)
            } else if let usual = key.usual {
                values.append(
                    EffectiveValue(name: name, text: usual, place: nil, unit: key.unit))
            } else if let inner = key.content.shape, !key.isRequired,
                inner.keys.allSatisfy({ !$0.isRequired })
            {
                values += inner.effective(in: nil, under: name + ".")
            }
        }
        guard let others, case .mapping(let entries)? = node?.value else { return values }
        let own = Set(keys.map(\.name))
        for entry in entries {
            guard case .scalar(let name, _) = entry.key.value, !own.contains(name) else { continue }
            values += others.effective(entry.value, prefix + name, nil)
        }
        return values
    }
}

extension DocumentContent {
    fileprivate func effective(
        _ node: DocumentNode, _ name: String, _ unit: String?
    ) -> [EffectiveValue] {
        switch node.value {
        case .null: []
        case .scalar(let text, let plain):
            [
                EffectiveValue(
                    name: name, text: plain ? text : JSONText.text(text).json(indent: ""),
                    place: node.place, unit: unit)
            ]
        case .mapping: shape?.effective(in: node, under: name + ".") ?? []
        case .sequence(let items):
            items.enumerated().flatMap { place, item in
                (inner ?? .text).effective(item, "\(name)[\(place)]", unit)
            }
        }
    }

    /// What stands in a list, if it is or may be one.
    private var inner: DocumentContent? {
        switch self {
        case .list(let inner): inner
        case .either(let several): several.lazy.compactMap(\.inner).first
        case .text, .whole, .decimal, .flag, .word, .mapping: nil
        }
    }
}

extension DocumentNode {
    /// What stands behind a key; nil where it is not written, or nothing is.
    fileprivate func value(of key: String) -> DocumentNode? {
        guard case .mapping(let entries) = value else { return nil }
        let entry = entries.first { entry in
            if case .scalar(key, _) = entry.key.value { true } else { false }
        }
        return entry.flatMap { $0.value.isNull ? nil : $0.value }
    }
}
