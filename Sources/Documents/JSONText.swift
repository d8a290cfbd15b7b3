/// A JSON text on its way to paper.
indirect enum JSONText {
    case text(String)
    case number(Int64)
    /// A decimal number, as it is written.
    case digits(String)
    case flag(Bool)
    case list([JSONText])
    case object([Member])

    /// A name and what it is.
    struct Member {
        let name: String
        let value: JSONText

        init(_ name: String, _ value: JSONText) { (self.name, self.value) = (name, value) }
    }

    /// The text, short things on one line.
    func json(indent: String) -> String {
        let deeper = indent + "  "
        switch self {
        case .text(let text): return Self.quoted(text)
        case .number(let number): return String(number)
        case .digits(let digits): return digits
        case .flag(let flag): return flag ? "true" : "false"
        case .list(let values):
            let line = "[" + values.map { $0.json(indent: deeper) }.joined(separator: ", ") + "]"
            guard line.contains("\n") || indent.count + line.count > 90 else { return line }
            return "[\n" + values.map { deeper + $0.json(indent: deeper) }.joined(separator: ",\n")
                + "\n\(indent)]"
        case .object(let members):
            let lines = members.map { "\(Self.quoted($0.name)): \($0.value.json(indent: deeper))" }
            let line = "{ " + lines.joined(separator: ", ") + " }"
            guard line.contains("\n") || indent.count + line.count > 90 else { return line }
            return "{\n" + lines.map { deeper + $0 }.joined(separator: ",\n") + "\n\(indent)}"
        }
    }

    private static func quoted(_ text: String) -> String {
        var result = "\""
        for character in text {
            if character == "\"" || character == "\\" { result += "\\" }
            result.append(character)
        }
        return result + "\""
    }
}
