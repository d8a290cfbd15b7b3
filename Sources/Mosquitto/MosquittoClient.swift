import Threads

/// A client of an MQTT broker that never gives up and acknowledges only what is stored.
///
/// It connects, and connects again, on a thread of its own until `stop()`. With `cleanSession`
/// false and a fixed id the broker keeps what it owes (QoS 1) while the client is away.
///
/// Subscriptions are of QoS 1 (or 0): then the acknowledgement follows `onMessage`. QoS 2 is not
/// offered: libmosquitto answers the broker before the handler has seen the message, and a crash
/// loses it.
package final class MosquittoClient: Sendable {
    private let session: MosquittoSession
    private let thread: BlockingThread

    /// A client that connects to nothing yet.
    ///
    /// - `id`: the client id; two clients with one id throw each other out.
    /// - `access`: the broker's certificates, user, password and will.
    /// - `retry`: the first pause after a lost connection; it doubles up to 30 s.
    /// - `onMessage`: called on the client's thread for every message; it may block until the
    ///   message is durable. `true`: it is stored, acknowledge it. `false`: do not; the connection
    ///   is closed instead, and the broker sends it again on the next one. A stored message may come
    ///   again too, when its acknowledgement was lost: the handler must know it by its content.
    /// - `onStateChange`: called on the client's thread whenever the connection comes or goes or
    ///   the reason why it is away changes.
    package init(
        id: String, cleanSession: Bool, access: MosquittoAccess = MosquittoAccess(),
        retry: Duration = .seconds(1),
        onMessage: @escaping @Sendable (MQTTMessage) -> Bool,
        onStateChange: @escaping @Sendable (_ isConnected: Bool, _ reason: String) -> Void = {
            _, _ in
        }
    ) throws(MosquittoError) {
        session = try MosquittoSession(
            id: id, cleanSession: cleanSession, firstPause: retry, onMessage: onMessage,
            onStateChange: onStateChange)
        try session.use(access)
        thread = BlockingThread(name: "mosquitto")
    }

    deinit {
        session.beginToStop()
    }

    /// Begins to connect, and to connect again for ever; returns at once.
    ///
    /// Only the first call counts. A broker that is away at the start is tried again like one that went later. `keepAlive` is
    /// how long a silent connection is trusted, at least 5 s.
    package func connect(host: String, port: UInt16, keepAlive: Duration = .seconds(30)) {
        let session = session
        guard session.mayStart() else { return }
        let seconds = Int32(min(max(keepAlive.components.seconds, 5), 65_535))
        thread.start { session.run(host: host, port: Int32(port), keepAlive: seconds) }
    }

    /// Subscribes now and again on every connection.
    ///
    /// A topic that MQTT does not allow and QoS 2 are refused here; a broker that refuses it says so through
    /// `onStateChange`.
    package func subscribe(_ topic: String, qos: Int = 1) throws(MosquittoError) {
        try session.subscribe(topic, qos: Int32(qos))
    }

    /// Wants a topic no more; a broker that is away is told nothing, and sends it again later.
    package func unsubscribe(_ topic: String) {
        session.unsubscribe(topic)
    }

    /// Hands a message over for sending; returns before the broker has it.
    ///
    /// While the broker is away, messages of QoS 1 and 2 wait in memory; of QoS 0 they are refused
    /// as `.notConnected`.
    package func publish(
        _ topic: String, _ payload: [UInt8], qos: Int = 1, retain: Bool = false
    ) throws(MosquittoError) {
        try session.publish(topic, payload, qos: Int32(qos), retain: retain)
    }

    /// Ends the connection; returns when the thread has ended, or after one second.
    ///
    /// The second runs out only where a handler or the resolver of names does not come back; then
    /// the thread ends by itself later. Called from a handler, it returns at once.
    package func stop() {
        session.beginToStop()
        thread.shutdown()
        if !thread.isCurrent { session.waitForEnd(atMost: .seconds(1)) }
    }
}
