import Intake
import Synchronization
import SystemService

/// The log: one line for each event, to journald with its fields where it listens, else to people.
///
/// A warning that comes again and again about the same thing is counted instead of repeated, until
/// it is over. As lines of JSON, for programs, every event is written.
package final class EventLog: Sendable {
    private let journald: JournaldSocket?
    private let json: Bool
    private let write: @Sendable (String) -> Void
    /// Where what is written waits; nil where nothing has to wait.
    private let lines: LogLines?
    private let clock: SiteClock
    private let limit = Mutex(RepeatLimit())

    /// A log for a program's output; `write` takes one line, on a thread of its own.
    ///
    /// journald is used where the program's output is connected to it (systemd.exec(5),
    /// `JOURNAL_STREAM`).
    package convenience init(json: Bool, write: @escaping @Sendable (String) -> Void) {
        let isHeard = !json && JournaldStream.isConnected(environment: ProcessEnvironment.current)
        let clock = SystemClock().siteClock
        guard !isHeard else {
            self.init(json: json, journald: JournaldSocket(), clock: clock, write: write)
            return
        }
        let lines = LogLines(lost: { Self.lost($0, at: clock.wall(), json: json) }, write: write)
        // journald has the time of its own; a line of JSON has it among its fields.
        self.init(json: json, journald: nil, clock: clock, lines: lines) { line in
            lines.take(json ? line : "\(clock.wall().rfc3339) \(line)")
        }
    }

    init(
        json: Bool, journald: JournaldSocket?, clock: SiteClock, lines: LogLines? = nil,
        write: @escaping @Sendable (String) -> Void
    ) {
        (self.json, self.journald, self.clock) = (json, journald, clock)
        (self.lines, self.write) = (lines, write)
    }

    /// Waits until everything is written, or a second: a log that nobody reads keeps no program from
    /// its end.
    package func finish() async {
        await lines?.finish(within: .seconds(1))
    }

    private static func lost(_ count: Int64, at time: WallTime, json: Bool) -> String {
        let event = GatewayEvent(
            "log.lost", "\(count) lines of the log found no room here and were dropped",
            [("lines", .number(count))])
        return json ? event.json(at: time) : "\(time.rfc3339) \(event.text)"
    }

    /// Takes an event; called from several tasks, and never waits for a log that is away.
    package func take(_ event: GatewayEvent) {
        if json {
            if event.telling != .reminder { write(event.json(at: clock.wall())) }
            return
        }
        guard event.telling != .programs else { return }
        let now = clock.monotonic()
        // What lasts until something ends it is not over because it is quiet: reminders tell of it.
        for spell in limit.withLock({ $0.sweep(at: now) }) where !spell.lasts {
            tell(spell, "and not since")
        }
        for code in WarningCode.ended(by: event.name) {
            for spell in end(code, event, at: now) { tell(spell, "and is over") }
        }
        guard let warning = event.warning, warning.repeats, event.telling == .people else {
            return tell(event, event.text)
        }
        let key = RepeatLimit.Key(event.name, event.subject)
        switch limit.withLock({ $0.hear(key, at: now) }) {
        case .first: tell(event, event.text)
        case .held: break
        case .summary(let spell): tell(event, "\(event.text) (\(spell.words))")
        }
    }

    private func end(
        _ code: WarningCode, _ event: GatewayEvent, at now: MonotonicTime
    ) -> [RepeatedSpell] {
        limit.withLock { $0.clear(code.event, about: event.subject, at: now) }
    }

    /// What was held back of a warning that has stopped coming.
    private func tell(_ spell: RepeatedSpell, _ end: String) {
        let event = GatewayEvent(spell.key.name, "", level: .warning, subject: spell.key.subject)
        let about = spell.key.subject.map { " of \($0)" } ?? ""
        tell(event, "\(spell.key.name)\(about) came \(spell.words), \(end)")
    }

    private func tell(_ event: GatewayEvent, _ text: String) {
        let code = event.warning.map { "\($0.code) " } ?? ""
        guard let journald else { return write(code + text) }
        var message = JournaldMessage(
            code + text, priority: event.priority,
            identifier: "weighpost", event: event.name, code: event.warning?.code)
        if let subject = event.subject { message.add("subject", subject) }
        for (name, value) in event.fields { message.add(name, value.text) }
        journald.send(message)
    }
}

extension GatewayEvent {
    /// An error is one for the system's log as well: what the agent is for does not happen.
    fileprivate var priority: JournaldMessage.Priority {
        guard level == .warning else { return .info }
        return warning?.isError == true ? .error : .warning
    }
}

extension RepeatedSpell {
    fileprivate var lasts: Bool { WarningCode.of(event: key.name)?.lasts ?? false }
}

extension GatewayEvent.Value {
    /// The value as a field of the log.
    fileprivate var text: String {
        switch self {
        case .text(let text): text
        case .number(let number): String(number)
        case .flag(let flag): flag ? "1" : "0"
        case .list(let texts): texts.joined(separator: ", ")
        }
    }
}
