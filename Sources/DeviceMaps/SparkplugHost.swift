package import Intake
import Wire

/// Follows the edge nodes of a site: births, deaths, aliases and lost messages.
///
/// A node names its metrics once, when it is born; later messages carry only aliases and what has
/// changed. So whoever comes late, or loses one message, cannot read the next ones and asks for
/// another birth. Until then nothing of the node is taken: a value under the wrong name would be
/// worse than a stale one.
package struct SparkplugHost: Sendable {
    /// What came out of a message.
    package enum Action: Sendable, Hashable {
        case value(SparkplugValue)
        /// A node, or one device of it, is gone.
        case gone(SparkplugNode, device: String?)
        /// To be sent: it asks a node to be born again.
        case ask(BrokerPublication)
        case ignored(reason: String)
        case refused(reason: String)
    }

    /// How its topics begin.
    package static let prefix = SparkplugTopic.namespace + "/"
    /// A node is asked again after this many milliseconds at the earliest: each birth is long.
    static let patience: Int64 = 10_000
    /// The most aliases and names of one node.
    static let mostMetrics = 16_384

    private enum State {
        /// Its birth is missing.
        case unknown(askedAt: MonotonicTime?)
        case alive(SparkplugBirth)
        case dead
    }

    private var nodes: [SparkplugNode: State]

    /// Follows these nodes; others are ignored.
    package init(_ nodes: Set<SparkplugNode>) {
        self.nodes = Dictionary(uniqueKeysWithValues: nodes.map { ($0, .unknown(askedAt: nil)) })
    }

    /// The broker is there, again or for the first time: what was said meanwhile is lost.
    package mutating func connected(
        at now: MonotonicTime, wall: WallTime
    ) -> [BrokerPublication] {
        nodes.keys.sorted { ($0.group, $0.name) < ($1.group, $1.name) }.map { node in
            nodes[node] = .unknown(askedAt: now)
            return Self.request(node, wall: wall)
        }
    }

    /// Takes a message of a Sparkplug topic.
    package mutating func receive(
        _ message: BrokerMessage, at now: MonotonicTime, wall: WallTime
    ) -> [Action] {
        guard let topic = SparkplugTopic(message.topic), let state = nodes[topic.node] else {
            return [.ignored(reason: "no map speaks of \(message.topic.prefix(80))")]
        }
        guard !message.isRetained, topic.message != .nodeCommand, topic.message != .deviceCommand
        else { return [.ignored(reason: "a command, or kept by the broker")] }
        let payload: SparkplugPayload
        do {
            payload = try SparkplugPayload(decoding: message.payload)
        } catch {
            // Whatever it said is lost, as if it had not come.
            return [.refused(reason: "\(message.topic.prefix(80)): \(error)")]
                + lose(topic.node, at: now, wall: wall)
        }
        switch topic.message {
        case .nodeBirth: return begin(topic.node, payload)
        case .nodeDeath: return end(topic.node, state, payload)
        default: return follow(topic, state, payload, at: now, wall: wall)
        }
    }

    private mutating func begin(_ node: SparkplugNode, _ payload: SparkplugPayload) -> [Action] {
        var birth = SparkplugBirth(payload)
        let values = birth.define(payload, device: nil)
        nodes[node] = .alive(birth)
        return values.map { .value($0.value(of: node)) }
    }

    /// A will of an earlier connection may come after the birth of the next one.
    private mutating func end(
        _ node: SparkplugNode, _ state: State, _ payload: SparkplugPayload
    ) -> [Action] {
        if case .alive(let birth) = state, !birth.isEnded(by: payload) {
            return [.ignored(reason: "the will of an earlier life of \(node.name)")]
        }
        nodes[node] = .dead
        return [.gone(node, device: nil)]
    }

    private mutating func follow(
        _ topic: SparkplugTopic, _ state: State, _ payload: SparkplugPayload,
        at now: MonotonicTime, wall: WallTime
    ) -> [Action] {
        guard case .alive(var birth) = state, birth.take(seq: payload.seq) else {
            return lose(topic.node, at: now, wall: wall)
        }
        defer { if case .alive? = nodes[topic.node] { nodes[topic.node] = .alive(birth) } }
        let values: [SparkplugBirth.Named]
        switch topic.message {
        case .deviceBirth: values = birth.define(payload, device: topic.device)
        case .deviceDeath:
            birth.devices.remove(topic.device ?? "")
            return [.gone(topic.node, device: topic.device)]
        default:
            guard birth.knows(topic.device), let named = birth.name(payload, device: topic.device)
            else { return lose(topic.node, at: now, wall: wall) }
            values = named
        }
        return values.map { .value($0.value(of: topic.node)) }
    }

    /// Forgets a node's birth and asks for another, unless it was asked just now.
    private mutating func lose(
        _ node: SparkplugNode, at now: MonotonicTime, wall: WallTime
    ) -> [Action] {
        if case .unknown(let asked?)? = nodes[node],
            now.milliseconds(since: asked) < Self.patience
        {
            return [.ignored(reason: "waiting for the birth of \(node.name)")]
        }
        nodes[node] = .unknown(askedAt: now)
        return [.ask(Self.request(node, wall: wall))]
    }

    private static func request(_ node: SparkplugNode, wall: WallTime) -> BrokerPublication {
        var metric = ProtobufWriter()
        metric.string(field: 1, "Node Control/Rebirth")
        metric.varint(field: 4, SparkplugMetric.DataType.boolean.rawValue)
        metric.varint(field: 14, 1)
        var payload = ProtobufWriter()
        let milliseconds = max(wall.seconds, 0).multipliedReportingOverflow(by: 1_000)
        payload.varint(field: 1, milliseconds.overflow ? 0 : UInt64(milliseconds.partialValue))
        payload.message(field: 2, metric.bytes)
        return BrokerPublication(topic: node.commands, payload: payload.bytes, isRetained: false)
    }
}

/// A metric's value under its full name.
package struct SparkplugValue: Sendable, Hashable {
    package let place: SparkplugPlace
    let value: PayloadValue
}
