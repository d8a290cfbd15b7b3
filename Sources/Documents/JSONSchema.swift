/// A shape as a JSON Schema (draft 2020-12), for editors that complete and check.
///
/// It knows every key, word and bound; what depends on other keys, only the reader knows.
package struct JSONSchema {
    /// The schema as a JSON text with a final line break; the same for the same shape.
    package let text: String

    package init(_ shape: DocumentShape) {
        var writer = Writer()
        let root = writer.mapping(shape)
        var members: [JSONText.Member] = [
            .init("$schema", .text("https://json-schema.org/draft/2020-12/schema")),
            .init("title", .text(shape.name)),
        ]
        guard case .object(let own) = root else { preconditionFailure("a mapping is an object") }
        members += own
        if !writer.definitions.isEmpty {
            members.append(.init("$defs", .object(writer.definitions)))
        }
        text = JSONText.object(members).json(indent: "") + "\n"
    }

    /// Writes shapes, each once.
    private struct Writer {
        var definitions: [JSONText.Member] = []
        /// What each definition says, to tell shapes of one name apart.
        private var known: [String: String] = [:]

        mutating func mapping(_ shape: DocumentShape) -> JSONText {
            var properties: [JSONText.Member] = []
            for key in shape.keys {
                guard case .object(let content) = content(key.content) else { continue }
                properties.append(
                    .init(key.name, .object([.init("description", .text(key.words))] + content)))
            }
            let required = shape.keys.filter(\.isRequired).map { JSONText.text($0.name) }
            var members: [JSONText.Member] = [
                .init("description", .text(shape.about)), .init("type", .text("object")),
            ]
            if !properties.isEmpty { members.append(.init("properties", .object(properties))) }
            if !required.isEmpty { members.append(.init("required", .list(required))) }
            members.append(
                .init("additionalProperties", shape.others.map { content($0) } ?? .flag(false)))
            return .object(members)
        }

        private mutating func content(_ content: DocumentContent) -> JSONText {
            switch content {
            case .text(let pattern?):
                .object([.init("type", .text("string")), .init("pattern", .text(pattern))])
            case .text(nil): .object([Self.anyScalar])
            case .filled: .object([Self.anyScalar, .init("pattern", .text("\\S"))])
            case .whole(let range): Self.whole(range)
            case .decimal(let range): Self.decimal(range)
            case .flag: .object([.init("type", .text("boolean"))])
            case .word(let words):
                // A word of digits is a number to whoever reads YAML by its own types.
                .object([
                    .init(
                        "enum",
                        .list(
                            words.map { .text($0) }
                                + words.compactMap(Int64.init).map { .number($0) })
                    )
                ])
            case .list(let inner):
                .object([.init("type", .text("array")), .init("items", self.content(inner))])
            case .either(let several):
                .object([.init("anyOf", .list(several.map { self.content($0) }))])
            case .mapping(let shape): reference(to: shape)
            }
        }

        private mutating func reference(to shape: DocumentShape) -> JSONText {
            let value = mapping(shape)
            let says = value.json(indent: "")
            let base = String(shape.name.map { $0 == " " ? "-" : $0 })
            var (name, number) = (base, 1)
            while let other = known[name], other != says {
                number += 1
                name = "\(base)-\(number)"
            }
            if known.updateValue(says, forKey: name) == nil {
                definitions.append(.init(name, value))
            }
            return .object([.init("$ref", .text("#/$defs/\(name)"))])
        }

        /// A text of digits, or true, is none to whoever reads YAML by its own types.
        private static var anyScalar: JSONText.Member {
            .init("type", .list([.text("string"), .text("number"), .text("boolean")]))
        }

        private static func decimal(_ range: DecimalRange?) -> JSONText {
            var members: [JSONText.Member] = [.init("type", .text("number"))]
            if let range {
                members.append(.init("minimum", .digits(range.lowest)))
                members.append(.init("maximum", .digits(range.highest)))
            }
            return .object(members)
        }

        /// A number as YAML's own readers take it, and the notations that only ours takes for one.
        private static func whole(_ range: ClosedRange<Int64>) -> JSONText {
            var number: [JSONText.Member] = [.init("type", .text("integer"))]
            if range.lowerBound > .min {
                number.append(.init("minimum", .number(range.lowerBound)))
            }
            if range.upperBound < .max {
                number.append(.init("maximum", .number(range.upperBound)))
            }
            let notation = JSONText.object([
                .init("type", .text("string")),
                .init("pattern", .text("^-?(0x[0-9A-Fa-f_]+|[1-9][0-9_]*_[0-9_]*)$")),
            ])
            return .object([.init("anyOf", .list([.object(number), notation]))])
        }
    }
}

extension DocumentKey {
    /// What it means, its unit, and what holds where it is not written.
    package var words: String {
        [about, unit.map { "Unit: \($0)." }, usual.map { "Default: \($0)." }].compactMap { $0 }
            .joined(separator: " ")
    }
}
