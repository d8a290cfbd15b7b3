import FoundationEssentials

/// A JSON value (RFC 8259) on its way out.
indirect enum JSONNode: Encodable, Hashable, Sendable {
    case text(String)
    case number(Int)
    case flag(Bool)
    case list([JSONNode])
    case object([String: JSONNode])

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .text(let text): try container.encode(text)
        case .number(let number): try container.encode(number)
        case .flag(let flag): try container.encode(flag)
        case .list(let nodes): try container.encode(nodes)
        case .object(let members): try container.encode(members)
        }
    }
}

extension JSONNode: ExpressibleByStringLiteral, ExpressibleByArrayLiteral,
    ExpressibleByDictionaryLiteral
{
    init(stringLiteral text: String) { self = .text(text) }

    init(arrayLiteral nodes: JSONNode...) { self = .list(nodes) }

    init(dictionaryLiteral members: (String, JSONNode)...) {
        self = .object(Dictionary(members) { $1 })
    }
}

/// Answers as bytes.
enum JSONBytes {
    /// Keys in order, so that two answers of the same state are the same bytes.
    static func of(_ value: some Encodable) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // JSON has no word for them (RFC 8259, section 6), and a figure is no reason to stop.
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        do {
            return [UInt8](try encoder.encode(value))
        } catch {
            preconditionFailure("texts and numbers are always JSON: \(error)")
        }
    }
}
