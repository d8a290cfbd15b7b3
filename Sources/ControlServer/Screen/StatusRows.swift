/// The rows of a status screen below what is wrong: one part of the state each, the most important
/// first.
struct StatusRows {
    private let status: SiteStatus
    private let words: ScreenWords

    init(_ status: SiteStatus, _ words: ScreenWords) {
        (self.status, self.words) = (status, words)
    }

    var all: [ScreenLine] {
        [bridge, weighing] + sensors
            + [journal, queue, node, proven, trust, clock, disk, brokers, agent]
    }

    private typealias Span = ScreenLine.Span

    /// How a row is: the mark before it says so without colours.
    private enum Mood {
        case fine, warning, error

        var mark: String {
            switch self {
            case .fine: "  "
            case .warning: "! "
            case .error: "X "
            }
        }

        var tone: ScreenLine.Tone {
            switch self {
            case .fine: .plain
            case .warning: .warning
            case .error: .error
            }
        }
    }

    private static let labelWidth = 10

    private func row(_ label: String, _ mood: Mood, _ spans: [Span]) -> ScreenLine {
        let space = String(repeating: " ", count: max(1, StatusRows.labelWidth - label.count))
        return ScreenLine(
            left: [Span(mood.mark, mood.tone), Span(label + space, .quiet)] + spans)
    }

    private func row(_ label: String, _ mood: Mood, _ text: String) -> ScreenLine {
        row(label, mood, [Span(text, mood.tone)])
    }

    /// A row of what nobody has looked at: it is neither well nor wrong.
    private func unseen(_ label: String) -> ScreenLine {
        row(label, .fine, [Span(status.gateway.isRunning ? "not read" : "not running yet", .quiet)])
    }

    // MARK: The bridge

    private var bridge: ScreenLine {
        let scale = status.scale
        guard status.gateway.isRunning else { return unseen("bridge") }
        guard scale.isConnected else {
            let why = scale.trouble.map { ": \($0)" } ?? ""
            return row("bridge", .error, "\(scale.id) does not answer\(why)")
        }
        let shown = scale.shown ?? scale.weightKg.map { "\(ScreenWords.decimal($0, places: 3)) kg" }
        let isOld = (scale.ageMs ?? 0) > 2_000
        var spans = [Span(shown ?? "no weight yet", .strong)]
        if let isStable = scale.isStable {
            spans.append(Span(isStable ? "   stable" : "   moving", isStable ? .good : .plain))
        }
        if let age = scale.ageMs {
            spans.append(Span("   \(ScreenWords.age(age)) ago", isOld ? .warning : .quiet))
        }
        spans.append(Span("   \(scale.id)", .quiet))
        if let trouble = scale.trouble { spans.append(Span("   \(trouble)", .warning)) }
        return row("bridge", isOld || scale.trouble != nil ? .warning : .fine, spans)
    }

    private var weighing: ScreenLine {
        guard status.gateway.isRunning else { return unseen("weighing") }
        let since = words.since(status.weighing.since).map { " for \(ScreenWords.duration($0))" }
        let count = status.vehiclesOnSite
        let vehicles = count == 1 ? "1 vehicle on site" : "\(count) vehicles on site"
        return row("weighing", .fine, "\(status.weighing.phase)\(since ?? "")   \(vehicles)")
    }

    /// Sensors whose value cannot be used come first; what does not fit two lines is counted.
    private var sensors: [ScreenLine] {
        guard status.gateway.isRunning else { return [unseen("sensors")] }
        let all =
            status.sensors.filter { $0.quality != "good" }
            + status.sensors.filter { $0.quality == "good" }
        guard let first = all.first else { return [row("sensors", .fine, "none")] }
        var lines: [[Span]] = [[]]
        for (index, sensor) in all.enumerated() {
            let span = span(sensor)
            if !fits(span, lines[lines.count - 1]) {
                guard lines.count < 2 else {
                    lines[1].append(Span("   +\(all.count - index)", .quiet))
                    break
                }
                lines.append([])
            }
            if !lines[lines.count - 1].isEmpty { lines[lines.count - 1].append(Span("   ")) }
            lines[lines.count - 1].append(span)
        }
        let mood = first.quality == "good" ? Mood.fine : .warning
        return lines.enumerated().map { row($0 == 0 ? "sensors" : "", $0 == 0 ? mood : .fine, $1) }
    }

    /// Whether one more sensor, and a count of the others, fit a line.
    private func fits(_ span: Span, _ line: [Span]) -> Bool {
        line.isEmpty || (line + [span]).reduce(3) { $0 + ScreenText.width($1.text) } <= 62
    }

    private func span(_ sensor: SensorStatus) -> Span {
        let unit = sensor.unit.map { " \($0)" } ?? ""
        let value = sensor.value.map { "\(ScreenWords.decimal($0, places: 3))\(unit)" }
        guard sensor.quality != "good" else { return Span("\(sensor.name) \(value ?? "-")") }
        let last = value.map { " (\($0))" } ?? ""
        return Span("\(sensor.name): \(sensor.quality)\(last)", .warning)
    }

    // MARK: The way upstream

    private var journal: ScreenLine {
        guard let journal = status.journal, let delivery = status.delivery else {
            return unseen("journal")
        }
        let delivered = ScreenWords.grouped(delivery.deliveredThrough)
        var text = "\(ScreenWords.grouped(journal.entries)) entries, \(delivered) delivered"
        if let last = words.clock(journal.lastEntry) { text += "   last at \(last)" }
        if let head = journal.headDigest { text += "   head \(head.prefix(8))" }
        return row("journal", .fine, text)
    }

    private var queue: ScreenLine {
        guard let delivery = status.delivery else { return unseen("queue") }
        guard delivery.waiting > 0 else { return row("queue", .fine, "empty") }
        var text = "\(ScreenWords.grouped(delivery.waiting)) wait"
        if let oldest = delivery.oldestWaitingSeconds {
            text += ", the oldest for \(ScreenWords.duration(oldest))"
        }
        let flights = delivery.batchesInFlight
        if flights > 0 { text += "   \(flights) batch\(flights == 1 ? "" : "es") in flight" }
        return row("queue", delivery.isReachable == false ? .warning : .fine, text)
    }

    private var node: ScreenLine {
        guard let delivery = status.delivery else { return unseen("node") }
        guard let isReachable = delivery.isReachable else {
            return row("node", .fine, "\(delivery.node) was not asked yet")
        }
        guard isReachable else {
            let why = delivery.lastTrouble.map { ": \($0)" } ?? ""
            return row("node", .warning, "\(delivery.node) is away\(why)")
        }
        return row("node", .fine, "\(delivery.node) answers")
    }

    private var proven: ScreenLine {
        guard let trust = status.trust else { return unseen("proven") }
        guard let height = trust.provenHeight else {
            return row("proven", .warning, "no block yet, beyond the anchor \(trust.anchorHeight)")
        }
        let age = words.since(trust.provenTime).map { ", \(ScreenWords.duration($0)) ago" } ?? ""
        let isConfirmed = trust.witnessesAgreeing >= trust.witnessesQuorum
        let agree = trust.witnessesAgreeing
        let witnesses =
            trust.witnessesQuorum == 0
            ? "no witness asked"
            : "\(agree) \(agree == 1 ? "witness agrees" : "witnesses agree"), "
                + "\(trust.witnessesQuorum) needed"
        return row(
            "proven", isConfirmed ? .fine : .warning,
            "block \(ScreenWords.grouped(height))\(age)   \(witnesses)")
    }

    private var trust: ScreenLine {
        guard let trust = status.trust else { return unseen("trust") }
        let end = words.day(trust.expires).map { " until \($0)" } ?? ""
        let (text, mood): (String, Mood) =
            switch trust.state {
            case .fresh: ("fresh\(end)", .fine)
            case .stale: ("nearly over\(end): a newer header is needed", .warning)
            case .expired: ("over: proof waits for a checkpoint", .error)
            case .diverged: ("CONTRADICTION: see 'weighpost chain status'", .error)
            }
        return row("trust", mood, "\(text)   \(trust.chainID)")
    }

    // MARK: The box

    private var clock: ScreenLine {
        let clock = status.clock
        let error = clock.errorMs.map { "   within \(ScreenWords.decimal($0, places: 1)) ms" } ?? ""
        guard clock.isSynchronized else {
            return row("clock", .warning, "\(clock.state)\(error): no time source stands behind it")
        }
        return row("clock", .fine, "\(clock.state)\(error)")
    }

    private var disk: ScreenLine {
        let disk = status.disk
        let text =
            "\(ScreenWords.bytes(disk.freeBytes)) free of \(ScreenWords.bytes(disk.totalBytes))"
        return switch disk.state {
        case .enough: row("disk", .fine, text)
        case .low: row("disk", .warning, "\(text): low")
        case .full: row("disk", .error, "\(text): FULL, nothing can be kept")
        }
    }

    private var brokers: ScreenLine {
        guard status.gateway.isRunning else { return unseen("brokers") }
        let away = status.brokers.filter { !$0.isConnected }
        let there = status.brokers.filter(\.isConnected).map(\.host)
        guard !status.brokers.isEmpty else { return row("brokers", .fine, "none") }
        let words = away.map { "\($0.host) AWAY" } + there
        return row("brokers", away.isEmpty ? .fine : .warning, words.joined(separator: "   "))
    }

    private var agent: ScreenLine {
        let process = status.process
        let uptime = Double(max(1, status.gateway.uptimeSeconds))
        let share = ScreenWords.decimal(process.cpuSeconds / uptime * 100, places: 1)
        return row(
            "agent", .fine,
            "\(ScreenWords.bytes(process.rssBytes)) of memory, "
                + "\(ScreenWords.bytes(process.anonymousBytes)) its own   "
                + "\(process.openFiles) files   \(share) % of a core")
    }
}
