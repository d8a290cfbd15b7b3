import HTTPListening

/// The OpenAPI 3.1 description of the API, out of the same table that the server routes by.
package enum ControlDescription {
    static let json: [UInt8] = JSONBytes.of(document)

    /// The same as a file for people, with a final line break.
    package static var page: String {
        String(decoding: JSONBytes.of(document, isIndented: true), as: UTF8.self) + "\n"
    }

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
            "schemas": schemas.node,
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
            case .json(let part): ["application/json": ["schema": AnswerSchemas.reference(part)]]
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

    static let schemas: AnswerSchemas = {
        var answers: [any AnswerPart.Type] = [FaultAnswer.self]
        for route in ControlRoute.all {
            for content in [route.content] + route.others.values.map(\.content) {
                if case .json(let part) = content { answers.append(part) }
            }
        }
        return AnswerSchemas(of: answers)
    }()
}
