/// Tells the demo's story: columns and colour for people, one JSON object a line for programs.
package struct DemoTeller {
    /// How the story is told.
    package enum Style: Sendable {
        case plain
        /// With colour, and a last line that shows what is waited for.
        case terminal
        case json
    }

    /// What a line means; its colour on a terminal.
    enum Tone: String {
        case plain = "0"
        case quiet = "2"
        case good = "32"
        case warning = "33"
        case bad = "31"
        case proof = "36"
    }

    private let style: Style
    private let out: (String) -> Void
    private let clock = ContinuousClock()
    private let start: ContinuousClock.Instant
    private var chapter = ""
    private var isProgressShown = false

    /// `out` writes a text as it is, without a line end of its own.
    init(_ style: Style, out: @escaping (String) -> Void) {
        (self.style, self.out) = (style, out)
        start = clock.now
    }

    /// Begins a chapter.
    mutating func begin(_ title: String, _ about: String = "") {
        chapter = title
        if case .json = style { return }
        let rest = about.isEmpty ? "" : painted(" — \(about)", .quiet)
        write("\n\(painted(title, "1"))\(rest)\n")
    }

    /// One line of the story: the clock, what it is about, and the words.
    mutating func tell(
        _ topic: String, _ text: String, _ tone: Tone = .plain,
        _ fields: [(name: String, value: LabEvent.Value)] = []
    ) {
        if case .json = style {
            // "load 3" is one event of many; its number is among the figures.
            let event = LabEvent(
                "demo.\(topic.prefix { $0 != " " })", text,
                [("chapter", .text(chapter)), ("ms", .number(milliseconds))] + fields,
                isWarning: tone == .warning || tone == .bad)
            return out(event.json + "\n")
        }
        let words = tone == .quiet ? painted(text, tone) : text
        write("  \(painted(time, .quiet))  \(painted(topic.padded(to: 9), tone)) \(words)\n")
    }

    /// A line as it is; nothing for programs.
    mutating func line(_ text: String = "", _ tone: Tone = .plain) {
        if case .json = style { return }
        write(painted(text, tone) + "\n")
    }

    /// Shows what is waited for, on a terminal, until the next line.
    mutating func wait(for text: String) {
        guard case .terminal = style else { return }
        out("\r\u{1B}[2K  \(painted(time, .quiet))  \(painted("…         \(text)", .quiet))")
        isProgressShown = true
    }

    private mutating func write(_ text: String) {
        if isProgressShown { out("\r\u{1B}[2K") }
        isProgressShown = false
        out(text)
    }

    private func painted(_ text: String, _ tone: Tone) -> String {
        tone == .plain ? text : painted(text, tone.rawValue)
    }

    private func painted(_ text: String, _ code: String) -> String {
        guard case .terminal = style, !text.isEmpty else { return text }
        return "\u{1B}[\(code)m\(text)\u{1B}[0m"
    }

    private var milliseconds: Int64 {
        let (seconds, attoseconds) = (clock.now - start).components
        return seconds * 1000 + attoseconds / 1_000_000_000_000_000
    }

    private var time: String {
        let seconds = milliseconds / 1000
        return "\(String(seconds / 60).padded(to: -2, with: "0")):"
            + String(seconds % 60).padded(to: -2, with: "0")
    }
}

extension String {
    /// At least `width` characters, filled behind; before the text when `width` is negative.
    func padded(to width: Int, with filling: Character = " ") -> String {
        let space = String(repeating: filling, count: max(0, abs(width) - count))
        return width < 0 ? space + self : self + space
    }

    /// A whole number in groups of three digits.
    init(grouped number: Int64) {
        let digits = String(number.magnitude)
        let groups = stride(from: digits.count, to: 0, by: -3).map { end in
            String(digits.prefix(end).suffix(3))
        }
        self = (number < 0 ? "-" : "") + groups.reversed().joined(separator: " ")
    }

    /// Grams as kilograms.
    init(kilograms grams: Int64) {
        self = String(grouped: grams / 1000)
    }
}
