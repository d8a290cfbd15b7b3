import CMosquitto
import Glibc
import Threads

extension MosquittoSession {
    /// Sets the callbacks; each finds its session again in the user data.
    func setCallbacks() {
        unsafe mosquitto_connect_callback_set(raw) { _, session, result in
            unsafe MosquittoSession.found(session)?.didConnect(result)
        }
        unsafe mosquitto_subscribe_callback_set(raw) { _, session, id, count, granted in
            let answers = unsafe UnsafeBufferPointer(start: granted, count: Int(count))
            unsafe MosquittoSession.found(session)?.didSubscribe(id, granted: Array(answers))
        }
        unsafe mosquitto_message_callback_set(raw) { _, session, message in
            guard let message = unsafe message else { return }
            unsafe MosquittoSession.found(session)?.didReceive(message.pointee)
        }
        unsafe mosquitto_log_callback_set(raw) { _, session, level, text in
            guard level == MOSQ_LOG_ERR, let text = unsafe text else { return }
            let words = unsafe String(cString: text)
            unsafe MosquittoSession.found(session)?.complaint.with { $0 = words }
        }
    }

    private static func found(_ session: UnsafeMutableRawPointer?) -> MosquittoSession? {
        unsafe session.map {
            unsafe Unmanaged<MosquittoSession>.fromOpaque($0).takeUnretainedValue()
        }
    }

    private func didConnect(_ result: Int32) {
        guard result == 0 else {
            let words = unsafe mosquitto_connack_string(result).map { unsafe String(cString: $0) }
            report(false, words ?? "refused (\(result))")
            return
        }
        let subscriptions = state.with { state in
            state.isConnected = true
            return state.subscriptions
        }
        for (topic, qos) in subscriptions { ask(for: topic, qos: qos) }
        report(true, "connected")
    }

    private func didSubscribe(_ id: Int32, granted: [Int32]) {
        let topic = state.with { $0.asked.removeValue(forKey: id) }
        // MQTT 3.1.1, section 3.9.3: 0x80 is a refusal.
        guard let topic, granted.contains(where: { $0 >= 0x80 }) else { return }
        report(true, "the broker refuses the subscription to \(topic)")
    }

    private func didReceive(_ message: mosquitto_message) {
        // After a refusal more may come that was read already; it comes again with the refused one.
        guard !state.with({ $0.hasRefused }) else { return }
        let bytes = unsafe UnsafeRawBufferPointer(
            start: message.payload, count: Int(message.payloadlen))
        let received = unsafe MQTTMessage(
            topic: String(cString: message.topic), payload: [UInt8](bytes),
            qos: Int(message.qos), isRetained: message.retain)
        if onMessage(received) { return }
        state.with { $0.hasRefused = true }
        // The acknowledgement waits in the queue and must not leave: nothing can be written any
        // more, the loop ends with an error, and the next connect empties the queue.
        unsafe shutdown(mosquitto_socket(raw), Int32(SHUT_RDWR))
    }
}
