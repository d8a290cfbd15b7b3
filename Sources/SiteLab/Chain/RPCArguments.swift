import LightClients
import Wire

/// The parameters of one question, by the names that its method has for them.
struct RPCArguments: Sendable {
    private let values: [String: RPCQuestion.Value]

    /// Puts parameters to their names; more than there are names is an error.
    init(_ params: RPCQuestion.Parameters?, names: [String]) throws(RPCError) {
        switch params {
        case nil: values = [:]
        case .named(let named): values = named
        case .positional(let list):
            guard list.isEmpty || list.count == names.count else {
                throw .wrongParameters(
                    "expected \(names.count) parameters ([\(names.joined(separator: " "))]), "
                        + "got \(list.count)")
            }
            values = Dictionary(zip(names, list), uniquingKeysWith: { first, _ in first })
        case .other:
            throw .wrongParameters("unknown type for JSON params. Expected map or array")
        }
    }

    /// A 64-bit integer, which CometBFT wants as text; nil when it is left out.
    func integer(_ name: String) throws(RPCError) -> Int64? {
        switch values[name] {
        case nil, .null: return nil
        case .number(let number):
            throw .wrongParameters(
                "invalid 64-bit integer encoding \"\(number)\", expected string")
        case .text(let text):
            guard let value = Int64(text) else {
                throw .wrongParameters(
                    "invalid character '\(text.first ?? "\"")' looking for beginning of value")
            }
            return value
        default: throw .wrongParameters("\(name) is no integer")
        }
    }

    func flag(_ name: String) throws(RPCError) -> Bool {
        switch values[name] {
        case nil, .null: return false
        case .flag(let flag): return flag
        default: throw .wrongParameters("\(name) is neither true nor false")
        }
    }

    func text(_ name: String) throws(RPCError) -> String {
        switch values[name] {
        case nil, .null: return ""
        case .text(let text): return text
        default: throw .wrongParameters("\(name) is no text")
        }
    }

    func evidence(_ name: String) throws(RPCError) -> DevEvidence {
        switch values[name] {
        case nil, .null: throw .said("no evidence was provided")
        case .evidence(let evidence): return evidence
        default: throw .wrongParameters("\(name) is no LightClientAttackEvidence")
        }
    }

    func base64(_ name: String) throws(RPCError) -> [UInt8] {
        guard let bytes = Base64.decode(try text(name)) else {
            throw .wrongParameters("illegal base64 data in \(name)")
        }
        return bytes
    }

    func hex(_ name: String) throws(RPCError) -> [UInt8] {
        guard let bytes = Hex.decode(try text(name)) else {
            throw .wrongParameters("encoding/hex: invalid byte in \(name)")
        }
        return bytes
    }
}
