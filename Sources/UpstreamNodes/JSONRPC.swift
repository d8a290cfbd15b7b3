import FoundationEssentials
import LightClients

/// A question over JSON-RPC 2.0.
///
/// CometBFT wants 64-bit integers as text, and the `params` member even when it is empty.
struct JSONRPCQuestion: Encodable, Sendable {
    /// A parameter of a question.
    enum Parameter: Encodable, Sendable {
        case text(String)
        case flag(Bool)
        case evidence(AttackEvidence)

        func encode(to encoder: any Encoder) throws {
            var value = encoder.singleValueContainer()
            switch self {
            case .text(let text): try value.encode(text)
            case .flag(let flag): try value.encode(flag)
            case .evidence(let evidence): try value.encode(evidence)
            }
        }

        /// A 64-bit integer.
        static func integer(_ value: Int64) -> Parameter { .text(String(value)) }
    }

    let jsonrpc = "2.0"
    let id: String
    let method: String
    let params: [String: Parameter]

    /// The question's bytes.
    func bytes() throws(UpstreamError) -> [UInt8] {
        do {
            return [UInt8](try JSONEncoder().encode(self))
        } catch {
            throw UpstreamError(.malformed, "\(method) cannot be written as JSON: \(error)")
        }
    }

    /// Reads the answer to this question.
    ///
    /// Nil where the node has nothing to say, which it does for blocks it does not have.
    func read<Result: Codable & Sendable>(
        _ bytes: [UInt8], from name: String, as type: Result.Type
    ) throws(UpstreamError) -> Result? {
        let answer: RPCAnswer<Result>
        do {
            answer = try JSONDecoder().decode(RPCAnswer<Result>.self, from: Data(bytes))
        } catch {
            throw UpstreamError(
                .malformed,
                "\(name): the answer to \(method) is not CometBFT's: \(error); "
                    + "is this the address of a node's RPC?")
        }
        if let error = answer.error {
            let complaint = NodeComplaint(error)
            throw UpstreamError(
                complaint.meaning.code, "\(name): \(method): \(complaint)", complaint: complaint)
        }
        guard answer.id == .text(id) else {
            throw UpstreamError(
                .malformed,
                "\(name): the answer to \(method) belongs to another question; "
                    + "take the cache or proxy out of the way")
        }
        return answer.result
    }
}
