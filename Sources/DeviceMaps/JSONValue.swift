/// A JSON text (RFC 8259), read exactly: numbers keep their own digits.
///
/// Sensors send small texts and weights must not pass through a binary floating point number, so
/// this reader of ours keeps what was written. Stricter than it must be, for payloads come from a
/// network: one name twice in an object is refused, as are deep nesting and text after the end.
package enum JSONValue: Sendable, Hashable {
    case null
    case bool(Bool)
    /// The digits as they stand in the text; `ExactDecimal` reads them.
    case number(String)
    case string(String)
    case array([JSONValue])
    case object([String: JSONValue])

    /// The most bytes of one text.
    package static let longest = 65_536

    package init(parsing bytes: [UInt8]) throws(JSONError) {
        guard bytes.count <= Self.longest else { throw JSONError(0, "the text is too long") }
        var reader = JSONReader(bytes)
        self = try reader.value(depth: 0)
        try reader.end()
    }
}

/// Where a text stopped being JSON.
package struct JSONError: Error, Sendable, Hashable, CustomStringConvertible {
    package let offset: Int
    package let message: String

    init(_ offset: Int, _ message: String) {
        (self.offset, self.message) = (offset, message)
    }

    package var description: String { "not JSON at byte \(offset): \(message)" }
}

/// A cursor over the bytes of one text.
private struct JSONReader {
    private let bytes: [UInt8]
    private var at = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    mutating func value(depth: Int) throws(JSONError) -> JSONValue {
        guard depth < 16 else { throw JSONError(at, "nested too deep") }
        skipBlanks()
        guard let first = peek else { throw JSONError(at, "expected a value") }
        switch first {
        case UInt8(ascii: "{"): return .object(try object(depth: depth))
        case UInt8(ascii: "["): return .array(try array(depth: depth))
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            return .number(try number())
        default: return try word()
        }
    }

    mutating func end() throws(JSONError) {
        skipBlanks()
        guard at == bytes.count else { throw JSONError(at, "text after the value") }
    }

    private var peek: UInt8? { at < bytes.count ? bytes[at] : nil }

    private mutating func skipBlanks() {
        while let byte = peek, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D {
            at += 1
        }
    }

    /// Takes a character if it comes next, blanks before it skipped.
    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        skipBlanks()
        guard peek == UInt8(ascii: character) else { return false }
        at += 1
        return true
    }

    private mutating func expect(_ character: Unicode.Scalar) throws(JSONError) {
        guard take(character) else { throw JSONError(at, "expected \(character)") }
    }

    private mutating func object(depth: Int) throws(JSONError) -> [String: JSONValue] {
        try expect("{")
        var members: [String: JSONValue] = [:]
        if take("}") { return members }
        repeat {
            skipBlanks()
            let start = at
            let name = try string()
            try expect(":")
            let member = try value(depth: depth + 1)
            guard members.updateValue(member, forKey: name) == nil else {
                throw JSONError(start, "\"\(name)\" comes twice")
            }
        } while take(",")
        try expect("}")
        return members
    }

    private mutating func array(depth: Int) throws(JSONError) -> [JSONValue] {
        try expect("[")
        var elements: [JSONValue] = []
        if take("]") { return elements }
        repeat { elements.append(try value(depth: depth + 1)) } while take(",")
        try expect("]")
        return elements
    }

    private mutating func word() throws(JSONError) -> JSONValue {
        let words: [(String, JSONValue)] = [
            ("true", .bool(true)), ("false", .bool(false)), ("null", .null),
        ]
        for (word, value) in words where bytes[at...].starts(with: word.utf8) {
            at += word.utf8.count
            return value
        }
        throw JSONError(at, "expected a value")
    }

    private mutating func number() throws(JSONError) -> String {
        let start = at
        while let byte = peek, "+-.eE0123456789".utf8.contains(byte) { at += 1 }
        let text = String(decoding: bytes[start..<at], as: UTF8.self)
        guard ExactDecimal.isNumber(text) else {
            throw JSONError(start, "\(text) is not a number")
        }
        return text
    }

    private mutating func string() throws(JSONError) -> String {
        guard peek == UInt8(ascii: "\"") else { throw JSONError(at, "expected a string") }
        let start = at
        at += 1
        var text: [UInt8] = []
        while let byte = peek, byte != UInt8(ascii: "\"") {
            guard byte >= 0x20 else { throw JSONError(at, "a control character in a string") }
            at += 1
            if byte == UInt8(ascii: "\\") { text += try escape() } else { text.append(byte) }
        }
        guard peek != nil else { throw JSONError(start, "the string does not end") }
        at += 1
        guard let valid = String(validating: text, as: UTF8.self) else {
            throw JSONError(start, "the string is not UTF-8")
        }
        return valid
    }

    private mutating func escape() throws(JSONError) -> [UInt8] {
        let plain: [UInt8: UInt8] = [
            0x22: 0x22, 0x5C: 0x5C, 0x2F: 0x2F, 0x62: 0x08, 0x66: 0x0C, 0x6E: 0x0A, 0x72: 0x0D,
            0x74: 0x09,
        ]
        let start = at
        guard let byte = peek else { throw JSONError(start, "the escape does not end") }
        at += 1
        if let meant = plain[byte] { return [meant] }
        guard byte == UInt8(ascii: "u") else { throw JSONError(start, "an unknown escape") }
        var units = [try unit()]
        // A character beyond U+FFFF comes as two escapes, high surrogate first.
        if UTF16.isLeadSurrogate(units[0]), bytes[at...].starts(with: "\\u".utf8) {
            at += 2
            units.append(try unit())
        }
        guard let text = String(validating: units, as: UTF16.self) else {
            throw JSONError(start, "half a surrogate pair")
        }
        return Array(text.utf8)
    }

    private mutating func unit() throws(JSONError) -> UInt16 {
        let digits = bytes[at...].prefix(4)
        guard digits.count == 4, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
            let unit = UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
        else { throw JSONError(at, "expected four hex digits") }
        at += 4
        return unit
    }
}
