import Intake
import Synchronization
import SystemService

/// The log: one line for each event, to journald with its fields where it listens, else to people.
///
/// A warning that comes again and again is counted instead of repeated. As lines of JSON, for
/// programs, every event is written.
package final class EventLog: Sendable {
    private let journald: JournaldSocket?
    private let json: Bool
    private let write: @Sendable (String) -> Void
    private let clock: SiteClock
    private let limit = Mutex(RepeatLimit())

    /// A log for a program's output; `write` takes one line.
    ///
    /// journald is used where the program's output is connected to it (systemd.exec(5),
    /// `JOURNAL_STREAM`).
    package convenience init(json: Bool, write: @escaping @Sendable (String) -> Void) {
        let isHeard = !json && JournaldStream.isConnected(environment: ProcessEnvironment.current)
        self.init(
            json: json, journald: isHeard ? JournaldSocket() : nil,
            clock: SystemClock().siteClock, write: write)
    }

    init(
        json: Bool, journald: JournaldSocket?, clock: SiteClock,
        write: @escaping @Sendable (String) -> Void
    ) {
        (self.json, self.journald, self.clock, self.write) = (json, journald, clock, write)
    }

    /// Takes an event; called from several tasks, and never waits for a log that is away.
    package func take(_ event: GatewayEvent) {
        if json { return write(event.json) }
        let now = clock.monotonic()
        for spell in limit.withLock({ $0.sweep(at: now) }) { tell(spell) }
        guard let warning = event.warning, warning.repeats else { return tell(event, event.text) }
        switch limit.withLock({ $0.hear(event.name, at: now) }) {
        case .first: tell(event, event.text)
        case .held: break
        case .summary(let spell): tell(event, "\(event.text) (\(spell.words))")
        }
    }

    /// What was held back of a warning that has stopped coming.
    private func tell(_ spell: RepeatedSpell) {
        let event = GatewayEvent(spell.key, "", level: .warning)
        tell(event, "\(spell.key) came \(spell.words), and not since")
    }

    private func tell(_ event: GatewayEvent, _ text: String) {
        let code = event.warning.map { "\($0.code) " } ?? ""
        guard let journald else { return write(code + text) }
        var message = JournaldMessage(
            code + text, priority: event.level == .warning ? .warning : .info,
            identifier: "weighpost", event: event.name, code: event.warning?.code)
        for (name, value) in event.fields { message.add(name, value.text) }
        journald.send(message)
    }
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
