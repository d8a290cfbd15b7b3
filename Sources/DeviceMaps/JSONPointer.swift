/// A place in a JSON text (RFC 6901): "" is the whole text, "/params/temperature:0/tC" a member.
package struct JSONPointer: Sendable, Hashable, CustomStringConvertible {
    private let tokens: [String]

    /// Nil for text that is not a pointer: no leading slash, or a tilde that escapes nothing.
    package init?(_ text: String) {
        guard text.isEmpty || text.hasPrefix("/") else { return nil }
        var tokens: [String] = []
        for part in text.split(separator: "/", omittingEmptySubsequences: false).dropFirst() {
            guard let token = Self.unescaped(part) else { return nil }
            tokens.append(token)
        }
        self.tokens = tokens
    }

    package var description: String {
        tokens.map { token in
            "/" + token.map { $0 == "~" ? "~0" : $0 == "/" ? "~1" : String($0) }.joined()
        }.joined()
    }

    /// What stands there; nil where the text has no such place.
    package func value(in text: JSONValue) -> JSONValue? {
        tokens.reduce(text as JSONValue?) { place, token in
            switch place {
            case .object(let members): members[token]
            case .array(let elements): Self.index(token, in: elements)
            default: nil
            }
        }
    }

    private static func index(_ token: String, in elements: [JSONValue]) -> JSONValue? {
        // RFC 6901 section 4: digits without a leading zero; "-" names no existing element.
        guard token.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            token == "0" || !token.hasPrefix("0"), let index = Int(token),
            elements.indices.contains(index)
        else { return nil }
        return elements[index]
    }

    private static func unescaped(_ part: Substring) -> String? {
        var token = ""
        var isEscape = false
        for character in part {
            switch (isEscape, character) {
            case (false, "~"): isEscape = true
            case (false, _): token.append(character)
            case (true, "0"), (true, "1"):
                token.append(character == "0" ? "~" : "/")
                isEscape = false
            default: return nil
            }
        }
        return isEscape ? nil : token
    }
}
