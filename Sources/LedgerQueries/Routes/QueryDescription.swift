import HTTPListening

/// The OpenAPI 3.1 description of the API, out of the same table that the server routes by and the
/// same parts that the answers are made of.
enum QueryDescription {
    static let json: [UInt8] = JSONBytes.of(document)

    static let schemas = AnswerSchemas(
        of: [FaultAnswer.self, AbsenceAnswer.self] + QueryRoute.all.compactMap(\.answer))

    private static let document: JSONNode = [
        "openapi": "3.1.0",
        "info": [
            "title": "Weighpost ledger", "version": "1",
            "description": .text(
                "Read-only. Every answer names the height whose state it is of, and 'roots': the "
                    + "leaves whose RFC 6962 Merkle root is the app_hash of the header after it. "
                    + "Registrations, heads and entries carry their paths to these roots. Sums do "
                    + "not, nor do lists prove that nothing is left out of them: /v1/log does, "
                    + "entry by entry."),
        ],
        "paths": .object(
            Dictionary(
                uniqueKeysWithValues: QueryRoute.all.map { ($0.path, ["get": operation($0)]) })),
        "components": ["schemas": schemas.node],
    ]

    private static func operation(_ route: QueryRoute) -> JSONNode {
        let name = route.path.split(separator: "/").last ?? "answer"
        var members: [String: JSONNode] = [
            "operationId": .text(String(name.prefix { $0 != "." })), "summary": .text(route.about),
            "responses": [
                "200": response(
                    "The answer.",
                    route.answer.map { AnswerSchemas.reference($0) } ?? ["type": "object"]),
                "400": response("The address is wrong; why.", fault),
                "404": response("There is none.", AnswerSchemas.reference(AbsenceAnswer.self)),
                "413": response("No question has a body.", fault),
                "503": response("Too many ask, or too much is asked for.", fault),
            ],
        ]
        if !route.parameters.isEmpty {
            members["parameters"] = .list(route.parameters.map(parameter))
        }
        return .object(members)
    }

    private static let fault = AnswerSchemas.reference(FaultAnswer.self)

    private static func response(_ about: String, _ schema: JSONNode) -> JSONNode {
        [
            "description": .text(about),
            "content": ["application/json": ["schema": schema]],
        ]
    }

    private static func parameter(_ one: QueryRoute.Parameter) -> JSONNode {
        [
            "name": .text(one.name), "in": "query", "description": .text(one.about),
            "required": .flag(one.isRequired), "schema": schema(of: one),
        ]
    }

    /// RFC 9562, section 5.7.
    private static let uuidv7 =
        "^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"

    private static func schema(of parameter: QueryRoute.Parameter) -> JSONNode {
        switch parameter.kind {
        case .text:
            parameter.isRequired ? ["type": "string", "minLength": .number(1)] : ["type": "string"]
        case .number(let range):
            [
                "type": "integer", "minimum": .number(range.lowerBound),
                "maximum": .number(range.upperBound),
            ]
        case .moment: ["type": "string", "format": "date-time"]
        case .digest: ["type": "string", "pattern": "^[0-9A-Fa-f]{64}$"]
        case .uuid: ["type": "string", "format": "uuid", "pattern": .text(uuidv7)]
        case .word(let words): ["type": "string", "enum": .list(words.map { .text($0) })]
        case .words(let words):
            [
                "type": "string",
                "pattern": .text("^((\(words.joined(separator: "|")))(,|$))*$"),
            ]
        }
    }
}
