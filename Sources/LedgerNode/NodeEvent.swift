/// Something that happened at a ledger node, for people and for the system's log.
package struct NodeEvent: Sendable {
    /// How loud it is.
    package enum Level: Sendable {
        case info, warning, error
    }

    /// Its stable name, `room.happening`; names never change their meaning.
    package let name: String
    /// The code of what is wrong, `WN` and three digits; nil for what is not.
    package let code: String?
    /// What happened, in words.
    package let text: String
    /// The figures, in the order they read best.
    package let fields: [(name: String, value: String)]
    package let level: Level

    private init(
        _ name: String, _ text: String, _ fields: [(name: String, value: String)] = [],
        code: String? = nil, level: Level = .info
    ) {
        (self.name, self.text, self.fields) = (name, text, fields)
        (self.code, self.level) = (code, level)
    }

    static func started(version: String, height: Int64) -> NodeEvent {
        NodeEvent(
            "node.started", "weighpost-node \(version), block \(height) is committed",
            [("version", version), ("height", String(height))])
    }

    /// The state came as a snapshot and no block followed; `WN301`.
    ///
    /// A CometBFT node that ended before it had taken its own state stops by its own words, which do
    /// not say what to do.
    static func fetched(height: Int64) -> NodeEvent {
        NodeEvent(
            "state.fetched",
            "the state after block \(height) was fetched and no block followed it yet; if CometBFT "
                + "ends with another height, it has not taken its own: set statesync.enable in its "
                + "config.toml and start it again, and the state is fetched anew",
            [("height", String(height))], code: "WN301", level: .warning)
    }

    static func listening(at address: String) -> NodeEvent {
        NodeEvent("node.listening", "listening at \(address)", [("address", address)])
    }

    static func answering(at address: String) -> NodeEvent {
        NodeEvent("questions.listening", "questions at \(address)", [("address", address)])
    }

    static let stopped = NodeEvent("node.stopped", "stopped; what was committed is durable")

    /// It does not run, or no longer; `WN101`.
    package static func failed(_ error: any Error) -> NodeEvent {
        NodeEvent("node.failed", "\(error)", code: "WN101", level: .error)
    }

    /// The CometBFT node's connection ended other than by its will; `WN201`.
    static func lost(_ text: String) -> NodeEvent {
        NodeEvent("connection.lost", text, code: "WN201", level: .warning)
    }

    /// A request was answered with an exception, which stops the CometBFT node; `WN202`.
    static func refused(_ text: String) -> NodeEvent {
        NodeEvent("request.refused", text, code: "WN202", level: .error)
    }

    /// A peer asked for a snapshot, and it cannot be read, while blocks go on; `WN203`.
    static func snapshotUnread(_ why: String) -> NodeEvent {
        NodeEvent(
            "snapshot.unread", "no snapshot can be handed to another node: \(why)", code: "WN203",
            level: .warning)
    }

    /// What a library says.
    static func library(_ text: String, _ level: Level) -> NodeEvent {
        NodeEvent("library.said", text, level: level)
    }
}
