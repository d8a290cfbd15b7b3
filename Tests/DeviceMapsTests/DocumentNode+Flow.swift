import Documents

extension DocumentNode {
    /// The document on one line, for any reader of YAML; what stood in quotes, or must, is quoted.
    var flow: String {
        switch value {
        case .null: "null"
        case .scalar(let text, let plain):
            plain && !text.contains(where: { ",[]{}#:\"'&*!|>%@`\n".contains($0) })
                ? text : Self.quoted(text)
        case .sequence(let nodes): "[" + nodes.map(\.flow).joined(separator: ", ") + "]"
        case .mapping(let entries):
            "{ " + entries.map { "\($0.key.flow): \($0.value.flow)" }.joined(separator: ", ")
                + " }"
        }
    }

    private static func quoted(_ text: String) -> String {
        let escaped = text.map { character in
            switch character {
            case "\"", "\\": "\\\(character)"
            case "\n": "\\n"
            default: String(character)
            }
        }
        return "\"" + escaped.joined() + "\""
    }
}
