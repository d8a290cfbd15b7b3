@testable import Documents

/// A value of a document, with what its shape says of it.
struct SlipPlace {
    /// The keys down to it; a list is no step.
    let path: [String]
    /// Nil for an item of a list.
    let key: DocumentNode?
    let value: DocumentNode
    let content: DocumentContent
    /// What a complaint may call it.
    var names: [String] {
        // One of "cameras" is a "camera".
        let item = key == nil ? path.last.map { String($0.dropLast()) } : nil
        return [path.last, item, content.shape?.name].compactMap { $0 }
    }

    /// Every value of a mapping, those inside it too.
    static func all(
        in node: DocumentNode, _ shape: DocumentShape, under path: [String] = []
    ) -> [SlipPlace] {
        guard case .mapping(let entries) = node.value else { return [] }
        return entries.flatMap { entry -> [SlipPlace] in
            guard case .scalar(let name, _) = entry.key.value,
                let content = shape.content(of: name)
            else { return [] }
            return below(
                SlipPlace(
                    path: path + [name], key: entry.key, value: entry.value, content: content))
        }
    }

    /// A value and what is inside it.
    private static func below(_ place: SlipPlace) -> [SlipPlace] {
        switch (place.content, place.value.value) {
        case (.mapping(let shape), _):
            return [place] + all(in: place.value, shape, under: place.path)
        case (.list(let inner), .sequence(let items)):
            return [place]
                + items.flatMap {
                    below(SlipPlace(path: place.path, key: nil, value: $0, content: inner))
                }
        case (.either(let several), _):
            // The one that was meant is the one that has nothing to say against it.
            let meant = several.compactMap(\.shape).first {
                $0.findings(in: place.value).isEmpty
            }
            return [place] + (meant.map { all(in: place.value, $0, under: place.path) } ?? [])
        default: return [place]
        }
    }

    /// The paths of every key that a shape describes.
    static func paths(of shape: DocumentShape, under path: [String] = []) -> Set<[String]> {
        shape.keys.reduce(into: []) { found, key in
            found.insert(path + [key.name])
            found.formUnion(paths(of: key.content, under: path + [key.name]))
        }
    }

    private static func paths(of content: DocumentContent, under path: [String]) -> Set<[String]> {
        switch content {
        case .mapping(let shape): paths(of: shape, under: path)
        case .list(let inner): paths(of: inner, under: path)
        case .either(let several):
            several.reduce(into: []) { $0.formUnion(paths(of: $1, under: path)) }
        case .text, .filled, .whole, .decimal, .flag, .word: []
        }
    }
}
