import FoundationEssentials

/// A JSON value (RFC 8259) on its way out.
package indirect enum JSONNode: Encodable, Hashable, Sendable {
    case text(String)
    case number(Int)
    case flag(Bool)
    case list([JSONNode])
    case object([String: JSONNode])

    package func encode(to encoder: any Encoder) throws {
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
    package init(stringLiteral text: String) { self = .text(text) }

    package init(arrayLiteral nodes: JSONNode...) { self = .list(nodes) }

    package init(dictionaryLiteral members: (String, JSONNode)...) {
        self = .object(Dictionary(members) { $1 })
    }
}

/// Answers as bytes.
package enum JSONBytes {
    /// Keys in order, so that two answers of the same state are the same bytes.
    package static func of(_ value: some Encodable, isIndented: Bool = false) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        if isIndented { encoder.outputFormatting.insert(.prettyPrinted) }
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
