import Foundation
import LightClients

/// A question as a node understands it.
struct NodeQuestion: Decodable, Sendable {
    let jsonrpc: String
    let id: String
    let method: String
    let params: [String: Value]

    enum Value: Decodable, Sendable, Equatable {
        case text(String)
        case flag(Bool)

        init(from decoder: any Decoder) throws {
            let value = try decoder.singleValueContainer()
            if let flag = try? value.decode(Bool.self) {
                self = .flag(flag)
            } else {
                self = .text(try value.decode(String.self))
            }
        }
    }

    func text(_ name: String) -> String? {
        if case .text(let text)? = params[name] { text } else { nil }
    }

    func integer(_ name: String) -> Int64? { text(name).flatMap { Int64($0) } }

    init(_ question: LoopbackServer.Question) throws {
        self = try JSONDecoder().decode(NodeQuestion.self, from: Data(question.body))
    }

    /// The answer with a result of this type.
    func answer(_ result: some Codable & Sendable) -> LoopbackServer.Answer {
        encoded(RPCAnswer(id: .text(id), result: result))
    }

    /// The answer with an error.
    func error(_ data: String, code: Int = -32603) -> LoopbackServer.Answer {
        let error = RPCError(code: code, message: "Internal error", data: data)
        return encoded(RPCAnswer<RPCStatus>(id: .text(id), error: error))
    }

    /// A recorded answer, under the id of this question.
    func recorded(_ text: String) -> LoopbackServer.Answer {
        var text = text
        for id in ["\"id\":-1,", "\"id\":1,"] {
            guard let place = text.range(of: id) else { continue }
            text.replaceSubrange(place, with: "\"id\":\"\(self.id)\",")
            break
        }
        return .body(text)
    }

    private func encoded(_ answer: some Encodable) -> LoopbackServer.Answer {
        guard let data = try? JSONEncoder().encode(answer) else { return .hangUp }
        return .body(String(decoding: data, as: UTF8.self))
    }
}

extension LoopbackServer {
    /// A server that understands JSON-RPC questions.
    static func node(
        _ respond: @escaping @Sendable (NodeQuestion) -> Answer
    ) throws -> LoopbackServer {
        try LoopbackServer { question in
            guard let asked = try? NodeQuestion(question) else {
                return .body("what?", status: "500 Internal Server Error")
            }
            return respond(asked)
        }
    }
}
