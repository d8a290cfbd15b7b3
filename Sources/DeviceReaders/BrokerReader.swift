package import DeviceMaps
package import Intake
package import Mosquitto
import Threads

/// A plate that a camera read, before the broker was told that we have it.
package struct BrokerEvent: Sendable, Hashable {
    package let plate: PlateRead
    /// The message as it came, for whoever wants to decode it again.
    package let message: BrokerMessage
    /// What makes it the same message, where its map says; nil where only equal bytes are.
    package let key: String?
}

/// Whether the site's broker is there.
package enum BrokerState: Sendable, Hashable {
    case connected
    /// Not, and why; the reader keeps trying.
    case away(reason: String)
}

/// Listens to the site's broker.
///
/// Plates are stored before they are acknowledged; of each sensor only the latest value is kept.
///
/// Plates come with QoS 1 in a session the broker keeps, so what a camera read while the agent was
/// away is delivered later, dated back. The broker may deliver one message twice; who commits
/// recognises it by camera and event id.
package final class BrokerReader: Sendable {
    /// How the connection stands, newest last; ends when `run` does.
    package let states: AsyncStream<BrokerState>

    private let settings: Settings
    private let map: BrokerMap
    private let inbox: BrokerInbox
    private let outbox: AsyncStream<BrokerErrand>
    private let client: MosquittoClient

    /// A reader that is not connected yet.
    ///
    /// - `commitEvent`: makes a message with plates durable, on the client's thread, and returns only
    ///   then; false for one that was kept before. When it throws, the message is not acknowledged
    ///   and the broker sends it again.
    /// - `onItem`: takes what came, in order, on the client's thread, and the topic of the map under
    ///   which it came, nil for none; it has to be quick. Plates are committed by then, sensors are in
    ///   `sensors()`.
    /// - `onLetter`: takes what comes on `settings.letterTopic`, on the client's thread.
    package init(
        map: BrokerMap, settings: Settings, clock: SiteClock,
        commitEvent: @escaping @Sendable (BrokerEvent) throws -> Bool,
        onItem: @escaping @Sendable (BrokerItem, _ topic: String?) -> Void,
        onLetter: @escaping @Sendable ([UInt8]) -> Void = { _ in }
    ) throws(MosquittoError) {
        (self.settings, self.map) = (settings, map)
        let (states, stateSource) = AsyncStream<BrokerState>.makeStream(
            bufferingPolicy: .bufferingNewest(16))
        let (outbox, outboxSource) = AsyncStream<BrokerErrand>.makeStream(
            bufferingPolicy: .bufferingNewest(64))
        (self.states, self.outbox) = (states, outbox)
        let inbox = BrokerInbox(
            map: map, clock: clock, statusTopic: settings.statusTopic,
            streams: BrokerInbox.Streams(states: stateSource, out: outboxSource),
            commit: commitEvent, hand: onItem,
            letters: settings.letterTopic.map { BrokerInbox.Letters(topic: $0, take: onLetter) })
        self.inbox = inbox
        client = try MosquittoClient(
            id: settings.clientID, cleanSession: false, access: settings.access,
            retry: settings.retry,
            onMessage: { inbox.take($0) },
            onStateChange: { inbox.take(isConnected: $0, reason: $1) })
    }

    /// The broker's address, for people.
    var name: String { "\(settings.host):\(settings.port)" }

    /// Every sensor of the map as it stands now, the ones that never spoke included.
    package func sensors() -> [SensorReading] {
        inbox.sensors()
    }

    /// Listens until cancelled; call it once.
    package func run() async throws(MosquittoError) {
        for topic in map.topics {
            // A queue of old sensor values is of no use, so only events are owed to us.
            try client.subscribe(topic, qos: map.events.contains(topic) ? 1 : 0)
        }
        if let topic = settings.letterTopic { try client.subscribe(topic, qos: 1) }
        client.connect(host: settings.host, port: settings.port)
        // The stream ends only when this task is cancelled.
        for await errand in outbox {
            do {
                switch errand {
                case .publish(let publication): try publish(publication)
                case .unsubscribe(let topic): client.unsubscribe(topic)
                }
            } catch {
                inbox.complain("\(error)")
            }
        }
        // A goodbye that does not leave is said by the will.
        if let topic = settings.statusTopic {
            try? client.publish(topic, BrokerInbox.offline, retain: true)
        }
        let thread = BlockingThread(name: "broker-goodbye")
        await thread.run { [client] in client.stop() }
        inbox.finish()
    }

    private func publish(_ publication: BrokerPublication) throws(MosquittoError) {
        try client.publish(
            publication.topic, publication.payload, retain: publication.isRetained)
    }
}
