import Documents
import Testing

@Suite("What the schemas of maps say, the reader knows")
struct ShapeTests {
    private static let place = DocumentPlace(file: "added", line: 1, column: 1)

    /// What is wrong, without the guess at what was meant.
    private static func finding(_ error: DocumentError) -> Substring {
        error.message.prefix { $0 != ";" }
    }

    private func sample(_ content: DocumentContent) -> DocumentNode.Value {
        switch content {
        case .text, .filled: .scalar("x", plain: true)
        case .whole(let range): .scalar("\(max(range.lowerBound, 0))", plain: true)
        case .decimal: .scalar("1", plain: true)
        case .flag: .scalar("true", plain: true)
        case .word(let words): .scalar(words.first ?? "x", plain: true)
        case .mapping: .mapping([])
        case .list: .sequence([])
        case .either(let several): several.first.map(sample) ?? .null
        }
    }

    /// Every shape that a shape leads to, by name and keys.
    private func shapes(_ shape: DocumentShape) -> [String: DocumentShape] {
        var found = [Self.title(shape): shape]
        func visit(_ content: DocumentContent) {
            switch content {
            case .mapping(let inner): found.merge(shapes(inner)) { $1 }
            case .list(let inner): visit(inner)
            case .either(let several): several.forEach(visit)
            default: break
            }
        }
        for key in shape.keys { visit(key.content) }
        return found
    }

    private static func title(_ shape: DocumentShape) -> String {
        "\(shape.name): \(shape.keys.map(\.name).joined(separator: " "))"
    }

    @Test("the documents that speak for a reader, it takes", arguments: MapKind.allCases)
    func documents(kind: MapKind) throws {
        for document in try kind.documents() {
            #expect(kind.complaint(document) == nil)
        }
    }

    @Test("no key of a schema is a stranger to the reader", arguments: MapKind.allCases)
    func keys(kind: MapKind) throws {
        var unknown = Set(
            shapes(kind.shape).values.flatMap { shape in
                shape.keys.map { "\(Self.title(shape)) -> \($0.name)" }
            })
        for document in try kind.documents() {
            for mapping in ShapedMapping.all(in: document, kind.shape) {
                for key in mapping.shape.keys {
                    let name = "\(Self.title(mapping.shape)) -> \(key.name)"
                    guard unknown.contains(name) else { continue }
                    guard !mapping.keys.contains(key.name) else {
                        unknown.remove(name)
                        continue
                    }
                    let entry = DocumentEntry(
                        key: DocumentNode(
                            place: Self.place, value: .scalar(key.name, plain: true)),
                        value: DocumentNode(place: Self.place, value: sample(key.content)))
                    // Some keys have a meaning only in place of others. A stranger makes no
                    // difference to a document but that it is named as one.
                    let isKnown = ([nil] + mapping.keys.map { $0 }).contains { left in
                        let with = kind.complaint(mapping.changed(adding: entry, without: left))
                        let before = kind.complaint(mapping.changed(adding: nil, without: left))
                        guard let with else { return true }
                        return !with.message.contains("has no key \(key.name)")
                            && Self.finding(with) != before.map(Self.finding)
                    }
                    if isKnown { unknown.remove(name) }
                }
            }
        }
        #expect(unknown.isEmpty, "\(unknown.sorted().joined(separator: "\n"))")
    }
}
