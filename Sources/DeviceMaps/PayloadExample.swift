import Wire

/// One message of a real device, and what its payload map must make of it.
///
/// The lines of a `.messages` file: `#` comment; `zone` as a site would say it; `topic`; `arrival`
/// in unix seconds; `retained`; `payload`, continued by more such lines, or `hex`; `=` what the
/// message means, an item a line; a blank line between two of them.
package struct PayloadExample: Sendable, Hashable {
    /// The comment lines above the message.
    package private(set) var title: [String] = []
    /// The line of the topic in its file.
    package private(set) var line = 0
    package private(set) var zone: String?
    package private(set) var topic = ""
    package private(set) var arrival: Int64 = 0
    package private(set) var isRetained = false
    package private(set) var payload: [UInt8] = []
    /// What each item must be, as `PayloadMap.items(of:)` writes it.
    package private(set) var expected: [String] = []

    /// Reads the messages of a file.
    package static func examples(
        in text: String, file: String
    ) throws(PayloadExampleError) -> [PayloadExample] {
        var examples: [PayloadExample] = []
        var current = PayloadExample()
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() {
            guard !line.isEmpty else {
                if !current.expected.isEmpty { examples.append(current) }
                current = PayloadExample()
                continue
            }
            guard current.take(line, number: index + 1) else {
                throw PayloadExampleError(description: "\(file):\(index + 1): \(line)")
            }
        }
        if !current.expected.isEmpty { examples.append(current) }
        return examples
    }

    private mutating func take(_ line: Substring, number: Int) -> Bool {
        let word = line.prefix { $0 != " " }
        let rest = String(line.dropFirst(word.count + 1))
        switch word {
        case "#": title.append(rest)
        case "zone": zone = rest
        case "topic": (topic, self.line) = (rest, number)
        case "arrival":
            guard let seconds = Int64(rest) else { return false }
            arrival = seconds
        case "retained": isRetained = true
        case "payload": payload += [UInt8](rest.utf8)
        case "hex":
            guard let bytes = Hex.decode(rest) else { return false }
            payload += bytes
        case "=" where !topic.isEmpty && arrival > 0: expected.append(rest)
        default: return false
        }
        return true
    }
}

/// A line of a `.messages` file that is none, with its place.
package struct PayloadExampleError: Error, Sendable, Hashable, CustomStringConvertible {
    package let description: String
}
