import FoundationEssentials

/// The OpenAPI description of the API, out of the same table that the server routes by.
enum QueryDescription {
    private struct Document: Encodable {
        let openapi = "3.1.0"
        let info: Info
        let paths: [String: [String: Operation]]
    }

    private struct Info: Encodable {
        let title = "Weighpost ledger"
        let version = "1"
        let description =
            "Read-only. Every answer names the height whose state it is of; roots and proofs lead to "
            + "the app_hash of the header after it."
    }

    private struct Operation: Encodable {
        let summary: String
        let parameters: [Parameter]
        let responses: [String: Response]
    }

    private struct Parameter: Encodable {
        let name: String
        let `in` = "query"
        let description: String
        let required: Bool
        let schema: [String: String]
    }

    private struct Response: Encodable {
        let description: String
        let content: [String: [String: [String: String]]]
    }

    static let json: [UInt8] = {
        let answer = ["application/json": ["schema": ["type": "object"]]]
        let responses = [
            "200": Response(description: "The answer.", content: answer),
            "400": Response(description: "The address is wrong; why.", content: answer),
            "404": Response(description: "There is none.", content: answer),
        ]
        let paths = QueryRoute.all.map { route in
            (
                route.path,
                [
                    "get": Operation(
                        summary: route.about,
                        parameters: route.parameters.map { one in
                            Parameter(
                                name: one.name, description: one.about, required: one.isRequired,
                                schema: ["type": one.isNumber ? "integer" : "string"])
                        }, responses: responses)
                ]
            )
        }
        let document = Document(
            info: Info(), paths: Dictionary(uniqueKeysWithValues: paths))
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            return [UInt8](try encoder.encode(document))
        } catch {
            preconditionFailure("texts are always JSON: \(error)")
        }
    }()
}
