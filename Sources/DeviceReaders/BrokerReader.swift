package import DeviceMaps
package import Intake
package import Mosquitto
import Threads

/// A plate that a camera read, before the broker was told that we have it.
package struct BrokerEvent: Sendable, Hashable {
    package let plate: PlateRead
    /// The message as it came, for whoever wants to decode it again.
    package let message: BrokerMessage
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
    /// How many items wait for a consumer that is late; then the oldest are dropped.
    ///
    /// Nothing is lost by it: plates are committed by then, sensors are in `sensors()`.
    package static let capacity = 256

    /// What came, in order; ends when `run` does.
    package let items: AsyncStream<BrokerItem>
    /// How the connection stands, newest last; ends when `run` does.
    package let states: AsyncStream<BrokerState>

    private let host: String
    private let port: UInt16
    private let map: BrokerMap
    private let inbox: BrokerInbox
    private let client: MosquittoClient

    /// A reader that is not connected yet.
    ///
    /// - `clientID`: one per box and always the same, or the broker does not know what it owes us.
    /// - `retry`: the first pause after a lost connection; it doubles up to 30 s.
    /// - `commitEvent`: makes a plate durable, on the client's thread, and returns only then. When
    ///   it throws, the message is not acknowledged and the broker sends it again.
    package init(
        host: String, port: UInt16, clientID: String, map: BrokerMap, clock: SiteClock,
        retry: Duration = .seconds(1),
        commitEvent: @escaping @Sendable (BrokerEvent) throws -> Void
    ) throws(MosquittoError) {
        (self.host, self.port, self.map) = (host, port, map)
        let (items, itemSource) = AsyncStream<BrokerItem>.makeStream(
            bufferingPolicy: .bufferingNewest(Self.capacity))
        let (states, stateSource) = AsyncStream<BrokerState>.makeStream(
            bufferingPolicy: .bufferingNewest(16))
        (self.items, self.states) = (items, states)
        let inbox = BrokerInbox(
            map: map, clock: clock, items: itemSource, states: stateSource, commit: commitEvent)
        self.inbox = inbox
        client = try MosquittoClient(
            id: clientID, cleanSession: false, retry: retry, onMessage: { inbox.take($0) },
            onStateChange: { inbox.take(isConnected: $0, reason: $1) })
    }

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
        client.connect(host: host, port: port)
        // A stream that nobody writes to ends only when this task is cancelled.
        let (cancellation, source) = AsyncStream<Never>.makeStream()
        for await _ in cancellation {}
        source.finish()
        let (client, thread) = (client, BlockingThread(name: "broker-goodbye"))
        await thread.run { client.stop() }
        inbox.finish()
    }
}
