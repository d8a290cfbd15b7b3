import Logging
import SystemService

/// The node's log: to journald with its fields where it listens, else a line for people.
package struct NodeLog: Sendable {
    private let journald: JournaldSocket?
    private let write: @Sendable (String) -> Void

    /// A log for a program's output; `write` takes one line.
    ///
    /// journald is used where the program's output is connected to it (systemd.exec(5),
    /// `JOURNAL_STREAM`).
    package init(write: @escaping @Sendable (String) -> Void) {
        let isHeard = JournaldStream.isConnected(environment: ProcessEnvironment.current)
        self.init(journald: isHeard ? JournaldSocket() : nil, write: write)
    }

    init(journald: JournaldSocket?, write: @escaping @Sendable (String) -> Void) {
        (self.journald, self.write) = (journald, write)
    }

    /// Whether the system's log hears it; who runs the program then needs no second line.
    package var isHeard: Bool { journald != nil }

    /// Takes an event; it never waits for a log that is away.
    package func take(_ event: NodeEvent) {
        let text = event.code.map { "\($0) \(event.text)" } ?? event.text
        guard let journald else { return write(text) }
        var message = JournaldMessage(
            text, priority: event.level.priority, identifier: "weighpost-node", event: event.name,
            code: event.code)
        for (name, value) in event.fields { message.add(name, value) }
        journald.send(message)
    }

    /// What libraries write to; `event` makes an event of their words.
    func logger(
        _ event: @escaping @Sendable (String, NodeEvent.Level) -> NodeEvent = {
            NodeEvent.library($0, $1)
        }
    ) -> Logger {
        Logger(label: "weighpost-node") { _ in NodeLogHandler(log: self, event: event) }
    }
}

extension NodeEvent.Level {
    fileprivate var priority: JournaldMessage.Priority {
        switch self {
        case .info: .info
        case .warning: .warning
        case .error: .error
        }
    }
}

/// Brings what a library logs into the node's log; what is only of interest to its makers is left out.
private struct NodeLogHandler: LogHandler {
    let log: NodeLog
    let event: @Sendable (String, NodeEvent.Level) -> NodeEvent
    var metadata = Logger.Metadata()
    var logLevel = Logger.Level.warning

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        log.take(
            self.event(event.message.description, event.level >= .error ? .error : .warning))
    }
}
