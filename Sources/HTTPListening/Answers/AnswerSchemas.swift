/// The schemas of an API's answers (JSON Schema 2020-12, as OpenAPI 3.1 takes it), out of the parts
/// themselves.
package struct AnswerSchemas: Sendable {
    /// Every part that an answer is made of, by its name.
    package let parts: [String: any AnswerPart.Type]

    /// Of some answers, and of whatever they are made of.
    package init(of answers: [any AnswerPart.Type]) {
        var (found, open) = ([String: any AnswerPart.Type](), answers)
        while let part = open.popLast() {
            guard found.updateValue(part, forKey: part.title) == nil else { continue }
            open += part.fields.compactMap { $0.shape.part }
        }
        parts = found
    }

    /// As they stand under `components`.
    package var node: JSONNode {
        .object(
            parts.mapValues { part in
                [
                    "type": "object", "description": .text(part.about),
                    "properties": .object(
                        Dictionary(
                            uniqueKeysWithValues: part.fields.map { ($0.name, Self.property($0)) })),
                    "required": .list(
                        part.fields.filter { !$0.isOptional }.map { .text($0.name) }),
                    "additionalProperties": .flag(false),
                ]
            })
    }

    /// Where one stands.
    package static func reference(_ part: any AnswerPart.Type) -> JSONNode {
        ["$ref": .text("#/components/schemas/\(part.title)")]
    }

    private static func property(_ field: AnswerField) -> JSONNode {
        guard case .object(var members) = schema(field.shape) else { return [:] }
        members["description"] = .text(field.about)
        return .object(members)
    }

    private static func schema(_ shape: AnswerShape) -> JSONNode {
        switch shape {
        case .text: ["type": "string"]
        case .flag: ["type": "boolean"]
        case .bytes: ["type": "string", "contentEncoding": "base64"]
        case .digest: ["type": "string", "pattern": "^[0-9a-f]{64}$"]
        case .time: ["type": "string", "format": "date-time"]
        case .count: ["type": "integer", "minimum": .number(0)]
        case .number: ["type": "number"]
        case .word(let words): ["type": "string", "enum": .list(words.map { .text($0) })]
        case .part(let part): reference(part)
        case .list(let shape): ["type": "array", "items": schema(shape)]
        }
    }
}

extension AnswerShape {
    /// The part that stands here, or that a list here is of.
    fileprivate var part: (any AnswerPart.Type)? {
        switch self {
        case .part(let part): part
        case .list(let shape): shape.part
        case .text, .flag, .bytes, .digest, .time, .count, .number, .word: nil
        }
    }
}
