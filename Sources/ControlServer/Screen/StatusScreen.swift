/// The state of a gateway on a screen, readable at a glance: what is wrong and what to do comes
/// first, then the bridge, and what can wait last.
///
/// Pure: a state and a moment become lines that fit. What is wrong may take two lines, everything
/// else is cut; a mark in the first column says what a colour says, for a terminal without any.
package struct StatusScreen: Sendable {
    /// How large a screen is.
    package struct Size: Hashable, Sendable {
        package let columns: Int
        package let rows: Int

        /// What every terminal has.
        package static let usual = Size(columns: 80, rows: 24)

        package init(columns: Int, rows: Int) { (self.columns, self.rows) = (columns, rows) }
    }

    private let status: SiteStatus
    private let words: ScreenWords
    private let size: Size

    /// A screen of a state.
    ///
    /// - Parameters:
    ///   - status: the state.
    ///   - now: seconds since 1970.
    ///   - offset: seconds that the reader's time is ahead of UTC.
    ///   - size: the terminal's size; the last row is left to the prompt.
    package init(_ status: SiteStatus, now: Int64, offset: Int64 = 0, size: Size = .usual) {
        (self.status, self.size) = (status, size)
        words = ScreenWords(now: now, offset: offset)
    }

    /// The lines, without their ends; at most one less than the terminal has rows.
    package func lines(coloured: Bool) -> [String] {
        screen.prefix(max(1, size.rows - 1)).map {
            $0.text(width: max(20, size.columns), coloured: coloured)
        }
    }

    private var screen: [ScreenLine] {
        let rows = StatusRows(status, words).all
        let room = size.rows - 1 - 3 - rows.count
        return [title, verdict] + troubles(in: room) + [ScreenLine(left: [])] + rows
    }

    private var title: ScreenLine {
        let gateway = status.gateway
        return ScreenLine(
            left: [
                .init("weighpost \(gateway.version)", .strong), .init("  \(gateway.site)"),
                .init("  \(gateway.id)", .quiet),
            ],
            right: .init(words.nowClock))
    }

    private var verdict: ScreenLine {
        let errors = status.troubles.filter { $0.level == .error }.count
        let warnings = status.troubles.count - errors
        var parts: [String] = []
        if errors > 0 {
            parts.append(errors == 1 ? "1 thing is wrong" : "\(errors) things are wrong")
        }
        if warnings > 0 { parts.append(warnings == 1 ? "1 warning" : "\(warnings) warnings") }
        if parts.isEmpty { parts.append("nothing is wrong") }
        let isReady = status.gateway.isReady
        let tone: ScreenLine.Tone =
            errors > 0 || !isReady ? .error : warnings > 0 ? .warning : .good
        return ScreenLine(
            left: [
                .init(isReady ? "READY" : "NOT READY", tone),
                .init("  \(parts.joined(separator: ", "))", tone),
            ],
            right: .init("up \(ScreenWords.duration(status.gateway.uptimeSeconds))", .quiet))
    }

    // MARK: What is wrong

    private func troubles(in room: Int) -> [ScreenLine] {
        let sorted =
            status.troubles.filter { $0.level == .error }
            + status.troubles.filter { $0.level == .warning }
        let blocks = sorted.map(block)
        guard blocks.joined().count > room else { return Array(blocks.joined()) }
        var (lines, shown) = ([ScreenLine](), 0)
        // The first one is shown however small the screen is; one line is kept for the others.
        for block in blocks {
            guard lines.isEmpty || lines.count + block.count < room else { break }
            lines += block
            shown += 1
        }
        let rest = blocks.count - shown
        guard rest > 0 else { return lines }
        return lines + [
            ScreenLine(left: [.init("  and \(rest) more: see weighpost status --json", .quiet)])
        ]
    }

    private func block(_ trouble: TroubleStatus) -> [ScreenLine] {
        let (mark, tone): (String, ScreenLine.Tone) =
            trouble.level == .error ? ("X", .error) : ("!", .warning)
        let age = words.since(trouble.since).map { ScreenWords.duration($0) }
        let text = ScreenText.inTwo(
            "\(mark) \(trouble.code) \(trouble.text)",
            max(20, size.columns) - (age.map { ScreenText.width($0) + 2 } ?? 0))
        var lines = [
            ScreenLine(left: [.init(text.first, tone)], right: age.map { .init($0, .quiet) })
        ]
        if let rest = text.rest { lines.append(ScreenLine(left: [.init("  \(rest)", tone)])) }
        guard !trouble.whatToDo.isEmpty else { return lines }
        return lines + [ScreenLine(left: [.init("  -> \(trouble.whatToDo)")])]
    }
}
