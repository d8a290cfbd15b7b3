import Foundation
import LightClients

/// A question over JSON-RPC 2.0, as a CometBFT node reads it.
struct RPCQuestion: Decodable, Sendable {
    /// Nil for a question that wants no answer.
    let id: RPCID?
    let method: String
    let params: Parameters?

    private enum Keys: String, CodingKey { case id, method, params }

    init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Keys.self)
        id = try values.decodeIfPresent(RPCID.self, forKey: .id)
        method = try values.decodeIfPresent(String.self, forKey: .method) ?? ""
        params = try values.decodeIfPresent(Parameters.self, forKey: .params)
    }

    /// Parameters by name, or all of them in their order.
    enum Parameters: Decodable, Sendable {
        case named([String: Value])
        case positional([Value])
        /// Neither a map nor a list.
        case other

        init(from decoder: any Decoder) throws {
            let value = try decoder.singleValueContainer()
            do {
                self = .named(try value.decode([String: Value].self))
            } catch DecodingError.typeMismatch {
                do {
                    self = .positional(try value.decode([Value].self))
                } catch DecodingError.typeMismatch {
                    self = .other
                }
            }
        }
    }

    /// One parameter.
    enum Value: Decodable, Sendable {
        case text(String)
        case flag(Bool)
        /// A bare number, as it is written.
        case number(String)
        case null
        case evidence(DevEvidence)
        case other

        init(from decoder: any Decoder) throws {
            let value = try decoder.singleValueContainer()
            if value.decodeNil() {
                self = .null
                return
            }
            // Each attempt that fails only means that it is a value of another type.
            if let text = try? value.decode(String.self) {
                self = .text(text)
            } else if let flag = try? value.decode(Bool.self) {
                self = .flag(flag)
            } else if let number = try? value.decode(Int64.self) {
                self = .number(String(number))
            } else if let number = try? value.decode(Double.self) {
                self = .number(String(number))
            } else if let evidence = try? value.decode(DevEvidence.self) {
                self = .evidence(evidence)
            } else {
                self = .other
            }
        }
    }
}
