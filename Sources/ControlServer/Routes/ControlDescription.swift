/// The OpenAPI 3.1 description of the API, out of the same table that the server routes by.
enum ControlDescription {
    static let json: [UInt8] = JSONBytes.of(document)

    static let document: JSONNode = [
        "openapi": "3.1.0",
        "info": [
            "title": "Weighpost gateway", "version": "1",
            "description": .text(
                "What a gateway does and how it is. Nothing in it names a person. On the unix "
                    + "socket the file's mode decides who may ask; on TCP a bearer token does."),
        ],
        "security": [["token": []]],
        "paths": .object(
            Dictionary(
                uniqueKeysWithValues: ControlRoute.all.map { route in
                    (route.path, [route.isPost ? "post" : "get": operation(route)])
                })),
        "components": [
            "securitySchemes": ["token": ["type": "http", "scheme": "bearer"]],
            "schemas": .object(schemas),
        ],
    ]

    private static func operation(_ route: ControlRoute) -> JSONNode {
        var responses: [String: JSONNode] = [
            "200": response("The answer.", route.content),
            "400": response("The question is wrong; why.", fault),
            "401": challenge("No token, or an unknown one."),
            "413": response("The body is too large.", fault),
            "414": response("The address is too long.", fault),
        ]
        if route.role == .control {
            responses["403"] = challenge("The token's role may only look.")
        }
        for (status, other) in route.others {
            responses[String(status)] = response(other.about, other.content)
        }
        var operation: [String: JSONNode] = [
            "operationId": .text("\(route.question)"), "summary": .text(route.about),
            "description": .text("Role: \(route.role.rawValue)."), "responses": .object(responses),
        ]
        let parameters = route.parameters.map(parameter) + route.fields.map(field)
        if !parameters.isEmpty { operation["parameters"] = .list(parameters) }
        return .object(operation)
    }

    private static let fault = ControlRoute.Content.json(FaultAnswer.self)

    private static func parameter(_ one: ControlRoute.Parameter) -> JSONNode {
        [
            "name": .text(one.name), "in": "query", "description": .text(one.about),
            "required": .flag(false),
            "schema": [
                "type": "integer", "minimum": .number(Int(clamping: one.range.lowerBound)),
                "maximum": .number(Int(clamping: one.range.upperBound)),
            ],
        ]
    }

    private static func field(_ one: ControlRoute.Field) -> JSONNode {
        [
            "name": .text(one.name), "in": "header", "description": .text(one.about),
            "required": .flag(false), "schema": ["type": "string"],
        ]
    }

    private static func response(_ about: String, _ content: ControlRoute.Content) -> JSONNode {
        let media: [String: JSONNode] =
            switch content {
            case .json(let part): ["application/json": ["schema": reference(part)]]
            case .document: ["application/json": ["schema": ["type": "object"]]]
            case .text(let type): [type: ["schema": ["type": "string"]]]
            }
        return ["description": .text(about), "content": .object(media)]
    }

    /// An answer that also says how to prove who one is (RFC 6750, section 3).
    private static func challenge(_ about: String) -> JSONNode {
        guard case .object(var members) = response(about, fault) else { return [:] }
        members["headers"] = [
            "WWW-Authenticate": [
                "description": "What is asked for.", "required": .flag(true),
                "schema": ["type": "string"],
            ]
        ]
        return .object(members)
    }

    // MARK: Schemas

    /// Every part that an answer is made of.
    static let parts: [String: any AnswerPart.Type] = {
        var found: [String: any AnswerPart.Type] = [:]
        var open: [any AnswerPart.Type] = [FaultAnswer.self]
        for route in ControlRoute.all {
            for content in [route.content] + route.others.values.map(\.content) {
                if case .json(let part) = content { open.append(part) }
            }
        }
        while let part = open.popLast() {
            guard found.updateValue(part, forKey: part.title) == nil else { continue }
            open += part.fields.compactMap { $0.shape.part }
        }
        return found
    }()

    private static var schemas: [String: JSONNode] {
        parts.mapValues { part in
            [
                "type": "object", "description": .text(part.about),
                "properties": .object(
                    Dictionary(uniqueKeysWithValues: part.fields.map { ($0.name, property($0)) })),
                "required": .list(
                    part.fields.filter { !$0.isOptional }.map { .text($0.name) }),
                "additionalProperties": .flag(false),
            ]
        }
    }

    private static func property(_ field: AnswerField) -> JSONNode {
        guard case .object(var members) = schema(field.shape) else { return [:] }
        members["description"] = .text(field.about)
        return .object(members)
    }

    private static func reference(_ part: any AnswerPart.Type) -> JSONNode {
        ["$ref": .text("#/components/schemas/\(part.title)")]
    }

    private static func schema(_ shape: AnswerShape) -> JSONNode {
        switch shape {
        case .text: ["type": "string"]
        case .flag: ["type": "boolean"]
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
        case .text, .flag, .time, .count, .number, .word: nil
        }
    }
}
