/// A line of a screen: what stands at the left, and what at the right edge.
struct ScreenLine: Hashable, Sendable {
    /// How a piece of text is meant.
    enum Tone: Hashable, Sendable {
        case plain, quiet, strong, good, warning, error

        /// The terminal's word for it (ECMA-48, SGR).
        fileprivate var code: String? {
            switch self {
            case .plain: nil
            case .quiet: "2"
            case .strong: "1"
            case .good: "32"
            case .warning: "33"
            case .error: "1;31"
            }
        }
    }

    /// A piece of text.
    struct Span: Hashable, Sendable {
        let text: String
        let tone: Tone

        init(_ text: String, _ tone: Tone = .plain) {
            (self.text, self.tone) = (ScreenText.clean(text), tone)
        }
    }

    var left: [Span]
    var right: Span?

    /// The line in at most so many columns; the left is cut before the right is.
    func text(width: Int, coloured: Bool) -> String {
        let end = right.map { Span(ScreenText.cut($0.text, to: width / 2), $0.tone) }
        let endWidth = end.map { ScreenText.width($0.text) } ?? 0
        var room = width - (endWidth == 0 ? 0 : endWidth + 2)
        var result = ""
        for span in left where room > 0 {
            let part = ScreenText.cut(span.text, to: room)
            room -= ScreenText.width(part)
            result += ScreenLine.dressed(part, span.tone, coloured)
        }
        guard let end, endWidth > 0 else { return result }
        let gap = String(repeating: " ", count: room + 2)
        return result + gap + ScreenLine.dressed(end.text, end.tone, coloured)
    }

    private static func dressed(_ text: String, _ tone: Tone, _ coloured: Bool) -> String {
        guard coloured, let code = tone.code, !text.isEmpty else { return text }
        return "\u{1B}[\(code)m\(text)\u{1B}[0m"
    }
}
