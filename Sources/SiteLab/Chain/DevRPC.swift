import Foundation
import LightClients
import Wire

/// Answers CometBFT's JSON-RPC over POST for a dev chain, errors in CometBFT's words.
struct DevRPC: Sendable {
    /// What goes back over HTTP.
    struct Answer: Sendable {
        var status = 200
        let body: [UInt8]
    }

    /// The most questions in one list of them.
    private static let longestBatch = 10

    let node: DevNode
    /// How the answers lie; nil for the truth.
    var lie: DevLie?

    /// Answers a body: one question, or a list of them; as truly as `lie` lets it.
    func answer(_ body: [UInt8]) async -> Answer {
        let answer = await trueAnswer(body)
        return lie.map { Answer(status: answer.status, body: $0.told(answer.body)) } ?? answer
    }

    private func trueAnswer(_ body: [UInt8]) async -> Answer {
        let questions: [RPCQuestion]
        do {
            questions = try DevRPC.questions(in: body)
        } catch {
            let fault = RPCError(
                code: -32700, message: "Parse error. Invalid JSON",
                data: "error unmarshaling request: \(error)")
            return Answer(status: 500, body: DevRPC.encoded(nil, fault))
        }
        guard questions.count <= DevRPC.longestBatch else {
            return Answer(
                body: DevRPC.invalid(
                    "batch request exceeds maximum (\(DevRPC.longestBatch)) allowed number of "
                        + "requests"))
        }
        var answers: [Answer] = []
        for question in questions where question.id != nil {
            answers.append(await answer(question))
        }
        // A list of one is answered like a question; without an id nobody wants an answer.
        if answers.count <= 1 { return answers.first ?? Answer(body: []) }
        let list = answers.map(\.body).joined(separator: [UInt8](",".utf8))
        return Answer(body: [UInt8]("[".utf8) + list + [UInt8]("]".utf8))
    }

    /// The answer to a body that is too long.
    static var tooLong: Answer {
        Answer(
            status: 400, body: invalid("error reading request body: http: request body too large"))
    }

    private static func invalid(_ text: String) -> [UInt8] {
        encoded(nil, RPCError(code: -32600, message: "Invalid Request", data: text))
    }

    private static func questions(in body: [UInt8]) throws -> [RPCQuestion] {
        let start = body.first { ![0x20, 0x09, 0x0a, 0x0d].contains($0) }
        let decoder = JSONDecoder()
        return start == UInt8(ascii: "[")
            ? try decoder.decode([RPCQuestion].self, from: Data(body))
            : [try decoder.decode(RPCQuestion.self, from: Data(body))]
    }

    private func answer(_ question: RPCQuestion) async -> Answer {
        guard let method = RPCMethod.all[question.method] else {
            let fault = RPCError(code: -32601, message: "Method not found")
            return Answer(body: DevRPC.encoded(question.id, fault))
        }
        guard question.params != nil || method.parameters.isEmpty else {
            // What comes of it in CometBFT; one more reason always to send the member.
            let fault = RPCError.said("reflect: Call with too few input arguments")
            return Answer(status: 500, body: DevRPC.encoded(.number(-1), fault))
        }
        do {
            let arguments = try RPCArguments(question.params, names: method.parameters)
            let result = try await result(of: method, named: question.method, arguments)
            return Answer(body: DevRPC.encoded(question.id, result))
        } catch {
            return Answer(body: DevRPC.encoded(question.id, error))
        }
    }

    private func result(
        of method: RPCMethod, named name: String, _ arguments: RPCArguments
    ) async throws(RPCError) -> any Codable & Sendable {
        if lie == .droppedTransactions, name == "broadcast_tx_sync" {
            return RPCBroadcast(code: 0, hash: Digest.of(try arguments.base64("tx")).bytes)
        }
        if lie == .emptyAnswers, name != "status" { return RPCNothing?.none }
        if let refusal = lie?.refusal(of: name) { throw refusal }
        if let lie, name == "abci_query" {
            let path = try arguments.text("path")
            return await node.query(
                path, lie.turned(path, try arguments.hex("data")),
                height: try arguments.integer("height") ?? 0, prove: try arguments.flag("prove"))
        }
        let truth = try await method.answer(node, arguments)
        return try lie.map { lie throws(RPCError) in try lie.told(truth) } ?? truth
    }

    private static func encoded(_ id: RPCID?, _ error: RPCError) -> [UInt8] {
        encoded(RPCAnswer<RPCNothing>(id: id, error: error))
    }

    private static func encoded(
        _ id: RPCID?, _ result: some Codable & Sendable
    ) -> [UInt8] {
        encoded(RPCAnswer(id: id, result: result))
    }

    private static func encoded(_ answer: some Encodable) -> [UInt8] {
        do {
            return [UInt8](try JSONEncoder().encode(answer))
        } catch {
            preconditionFailure("texts and numbers are always JSON: \(error)")
        }
    }
}

/// The result of `health`: an empty object.
struct RPCNothing: Codable, Sendable {}
