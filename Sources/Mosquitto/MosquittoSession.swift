import CMosquitto
import Glibc
import Threads

/// Owns one `struct mosquitto *` and what its callbacks need.
///
/// Made by `mosquitto_new`; destroyed once, by `deinit`. The thread that runs it holds it, so it
/// cannot go while a callback may come.
@safe final class MosquittoSession: Sendable {
    /// May be used from every thread: it never changes, and after `mosquitto_threaded_set`
    /// libmosquitto locks what its calls share.
    nonisolated(unsafe) let raw: OpaquePointer
    let state = Monitor(State())
    /// What libmosquitto last logged as an error: of TLS it says more than its result.
    ///
    /// Not part of `state`, which is held over calls that may log.
    let complaint = Monitor("")
    let onMessage: @Sendable (MQTTMessage) -> Bool
    let onStateChange: @Sendable (Bool, String) -> Void
    let firstPause: Duration
    let id: String

    static let longestPause = Duration.seconds(30)
    /// A connection that ends sooner, again and again, is ended by somebody.
    static let soon = Duration.seconds(10)
    /// What several threads know about the session.
    struct State {
        var phase = Phase.new
        var isConnected = false
        /// A message was refused: nothing more is taken over this connection.
        var hasRefused = false
        var subscriptions: [String: Int32] = [:]
        /// Subscriptions on their way, by message id, to name one that is refused.
        var asked: [Int32: String] = [:]
        var lastReport: Report?
    }

    enum Phase { case new, running, stopping, ended }

    struct Report: Equatable {
        let isConnected: Bool
        let reason: String
    }

    /// `mosquitto_lib_init` is not made for several threads and must come once, before all else.
    private static let libraryResult = mosquitto_lib_init()

    init(
        id: String, cleanSession: Bool, firstPause: Duration,
        onMessage: @escaping @Sendable (MQTTMessage) -> Bool,
        onStateChange: @escaping @Sendable (Bool, String) -> Void
    ) throws(MosquittoError) {
        guard Self.libraryResult == MOSQ_ERR_SUCCESS.number, Self.isTakenAsID(id),
            let raw = unsafe mosquitto_new(id, cleanSession, nil)
        else { throw MosquittoError(MOSQ_ERR_INVAL.number, "no client with the id '\(id)'") }
        unsafe self.raw = raw
        (self.onMessage, self.onStateChange) = (onMessage, onStateChange)
        (self.firstPause, self.id) = (firstPause, id)
        // Other threads only queue packets, the session's thread alone writes them. That order is
        // what makes an acknowledgement follow the handler: it is queued before the handler runs,
        // and cannot be written before the handler has returned.
        unsafe mosquitto_threaded_set(raw, true)
        unsafe mosquitto_user_data_set(raw, Unmanaged.passUnretained(self).toOpaque())
        setCallbacks()
    }

    /// Whether `mosquitto_new` takes an id.
    ///
    /// It must not be asked: what it refuses it destroys half made (2.0.11), and then closes
    /// descriptor 0, twice, whosever that is by then.
    private static func isTakenAsID(_ id: String) -> Bool {
        guard !id.isEmpty, id.utf8.count <= UInt16.max else { return false }
        return unsafe mosquitto_validate_utf8(id, Int32(id.utf8.count))
            == MOSQ_ERR_SUCCESS.number
    }

    deinit {
        // What libmosquitto logs from here on finds nobody any more.
        unsafe mosquitto_log_callback_set(raw, nil)
        unsafe mosquitto_destroy(raw)
    }

    func mayStart() -> Bool {
        state.with { state in
            defer { if state.phase == .new { state.phase = .running } }
            return state.phase == .new
        }
    }

    func subscribe(_ topic: String, qos: Int32) throws(MosquittoError) {
        guard unsafe mosquitto_sub_topic_check(topic) == MOSQ_ERR_SUCCESS.number,
            (0...1).contains(qos)
        else {
            throw MosquittoError(MOSQ_ERR_INVAL.number, "cannot subscribe '\(topic)' QoS \(qos)")
        }
        let isConnected = state.with { state in
            state.subscriptions[topic] = qos
            return state.isConnected
        }
        if isConnected { ask(for: topic, qos: qos) }
    }

    func unsubscribe(_ topic: String) {
        state.with { $0.subscriptions[topic] = nil }
        _ = unsafe mosquitto_unsubscribe(raw, nil, topic)
    }

    /// Sends one subscription; when it is lost with the connection, the next one repeats it.
    func ask(for topic: String, qos: Int32) {
        state.with { state in
            var id: Int32 = 0
            if unsafe mosquitto_subscribe(raw, &id, topic, qos) == MOSQ_ERR_SUCCESS.number {
                state.asked[id] = topic
            }
        }
    }

    func publish(
        _ topic: String, _ payload: [UInt8], qos: Int32, retain: Bool
    ) throws(MosquittoError) {
        let result = unsafe mosquitto_publish(
            raw, nil, topic, Int32(clamping: payload.count), payload, qos, retain)
        // Of QoS 1 and 2 the message is kept, although the call says that nobody is there.
        let isKept = result == MOSQ_ERR_NO_CONN.number && qos > 0
        guard result == MOSQ_ERR_SUCCESS.number || isKept else {
            throw MosquittoError(result, "cannot publish to '\(topic)'")
        }
    }

    /// Tells the handler what has changed, once.
    func report(_ isConnected: Bool, _ reason: String) {
        let report = Report(isConnected: isConnected, reason: reason)
        let isNews = state.with { state in
            defer { state.lastReport = report }
            return state.lastReport != report
        }
        if isNews { onStateChange(isConnected, reason) }
    }
}
