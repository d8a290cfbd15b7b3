/// A key of a document with what holds for it, and where that comes from.
package struct EffectiveValue: Hashable, Sendable {
    /// The keys down to it, with dots, and the places in lists: `upstream.nodes[0]`.
    package let name: String
    /// As it is written, or would be.
    package let text: String
    /// Where it is written; nil for what holds because nothing is.
    package let place: DocumentPlace?
    package let unit: String?
    /// Where it comes from, in words: a place, "default", or what it follows from.
    package let origin: String

    /// What holds because of something else that is written, "map" say.
    package init(name: String, text: String, unit: String?, from origin: String) {
        (self.name, self.text, self.unit, self.origin) = (name, text, unit, origin)
        place = nil
    }

    fileprivate init(name: String, text: String, place: DocumentPlace?, unit: String?) {
        (self.name, self.text, self.place, self.unit) = (name, text, place, unit)
        origin = place?.description ?? "default"
    }
}

/// What holds where a key is not written, beyond what its shape says.
package enum UnwrittenValue: Hashable, Sendable {
    /// The shape's own default, if it has one.
    case usual
    /// Nothing: the key has no meaning here.
    case nothing
    /// This, because of what the origin says.
    case follows(String, from: String)
}

extension DocumentShape {
    /// Everything that holds in a document of this shape, in the order of the shape: what is written,
    /// and what is assumed.
    ///
    /// `unwritten` is asked for each key that is not written, by its whole name.
    package func effective(
        in node: DocumentNode?, under prefix: String = "",
        unwritten: (_ name: String) -> UnwrittenValue = { _ in .usual }
    ) -> [EffectiveValue] {
        var values: [EffectiveValue] = []
        for key in keys {
            let name = prefix + key.name
            if let value = node?.value(of: key.name) {
                values += key.content.effective(value, name, key.unit, unwritten)
                continue
            }
            switch unwritten(name) {
            case .nothing: continue
            case .follows(let text, let origin):
                values.append(
                    EffectiveValue(name: name, text: text, unit: key.unit, from: origin))
                continue
            case .usual: break
            }
            if let usual = key.usual {
                values.append(
                    EffectiveValue(name: name, text: usual, place: nil, unit: key.unit))
            } else if let inner = key.content.shape, !key.isRequired,
                inner.keys.allSatisfy({ !$0.isRequired })
            {
                values += inner.effective(in: nil, under: name + ".", unwritten: unwritten)
            }
        }
        guard let others, case .mapping(let entries)? = node?.value else { return values }
        let own = Set(keys.map(\.name))
        for entry in entries {
            guard case .scalar(let name, _) = entry.key.value, !own.contains(name) else { continue }
            values += others.effective(entry.value, prefix + name, nil, unwritten)
        }
        return values
    }
}

extension DocumentContent {
    fileprivate func effective(
        _ node: DocumentNode, _ name: String, _ unit: String?,
        _ unwritten: (_ name: String) -> UnwrittenValue
    ) -> [EffectiveValue] {
        switch node.value {
        case .null: []
        case .scalar(let text, let plain):
            [
                EffectiveValue(
                    name: name, text: plain ? text : JSONText.text(text).json(indent: ""),
                    place: node.place, unit: unit)
            ]
        case .mapping:
            shape?.effective(in: node, under: name + ".", unwritten: unwritten) ?? []
        case .sequence(let items):
            items.enumerated().flatMap { place, item in
                (inner ?? .text).effective(item, "\(name)[\(place)]", unit, unwritten)
            }
        }
    }

    /// What stands in a list, if it is or may be one.
    private var inner: DocumentContent? {
        switch self {
        case .list(let inner): inner
        case .either(let several): several.lazy.compactMap(\.inner).first
        case .text, .filled, .whole, .decimal, .flag, .word, .mapping: nil
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
