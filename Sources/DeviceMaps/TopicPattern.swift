/// A topic as a subscription writes it (MQTT 3.1.1, section 4.7): `+` is any level, `#` any rest.
package struct TopicPattern: Sendable, Hashable, CustomStringConvertible {
    /// The most bytes of a pattern or of a topic that is looked at.
    package static let longest = 1_024

    private enum Level: Sendable, Hashable {
        case named(Substring)
        case any
        case rest
    }

    package let description: String
    private let levels: [Level]
    /// Whether the pattern is one topic.
    package let isTopic: Bool

    /// Nil for an empty or overlong text, a `#` that is not the last level, and a `+` or `#` that
    /// is only part of a level.
    package init?(_ text: String) {
        guard !text.isEmpty, text.utf8.count <= Self.longest, !text.contains("\0") else {
            return nil
        }
        let parts = Self.levels(of: text)
        var levels: [Level] = []
        for (index, part) in parts.enumerated() {
            switch part {
            case "+": levels.append(.any)
            case "#" where index == parts.count - 1: levels.append(.rest)
            case let name where name.contains(where: { $0 == "+" || $0 == "#" }): return nil
            case let name: levels.append(.named(name))
            }
        }
        (description, self.levels) = (text, levels)
        isTopic = levels.allSatisfy { if case .named = $0 { true } else { false } }
    }

    /// Whether a level, counted from 1, is open, so that it can name a device.
    package func isOpen(at level: Int) -> Bool {
        guard levels.indices.contains(level - 1) else { return false }
        if case .named = levels[level - 1] { return false }
        return true
    }

    /// Whether a message of the topic comes by this subscription.
    package func matches(_ topic: String) -> Bool {
        // Most are, and every message is compared with each of them.
        if isTopic { return topic == description }
        // Topics of the broker itself are never meant by a wildcard (section 4.7.2).
        guard !topic.hasPrefix("$") || !isOpen(at: 1), topic.utf8.count <= Self.longest else {
            return false
        }
        let parts = Self.levels(of: topic)
        for (index, level) in levels.enumerated() {
            switch level {
            case .rest: return true
            case .any: guard index < parts.count else { return false }
            case .named(let name):
                guard index < parts.count, parts[index] == name else { return false }
            }
        }
        return parts.count == levels.count
    }

    /// What stands at an open level, counted from 1, of a topic that matches.
    ///
    /// For a `#` all levels from there, as devices have it whose names contain a `/`; nil where
    /// the topic ends before.
    package func device(at level: Int, in topic: String) -> String? {
        let parts = Self.levels(of: topic)
        guard isOpen(at: level), parts.indices.contains(level - 1) else { return nil }
        return levels[level - 1] == .rest
            ? parts[(level - 1)...].joined(separator: "/") : String(parts[level - 1])
    }

    /// The pattern with an open level, counted from 1, closed by a device's name.
    func filled(at level: Int, with device: String) -> TopicPattern? {
        guard isOpen(at: level) else { return nil }
        var parts = Self.levels(of: description)
        parts[level - 1] = device[...]
        return TopicPattern(parts.joined(separator: "/"))
    }

    private static func levels(of text: String) -> [Substring] {
        text.split(separator: "/", omittingEmptySubsequences: false)
    }
}
