import CMosquitto
import Glibc
import Threads

extension MosquittoSession {
    /// The body of the thread: connects and serves the connection, again and again.
    ///
    /// Not `mosquitto_loop_start`: its thread never begins when the first connect fails at once (a
    /// broker that is away, on this machine), ends silently on a few errors (a name that does not
    /// resolve, a broken packet), and cannot be stopped while it connects.
    func run(host: String, port: Int32, keepAlive: Int32) {
        var pause = firstPause
        var isFirst = true
        var soonEnded = 0
        while !isStopping {
            // Only the first may be a whole connect: it makes anew what other threads wake us by.
            let result =
                isFirst
                ? unsafe mosquitto_connect_async(raw, host, port, keepAlive)
                : unsafe mosquitto_reconnect_async(raw)
            let cause = errno
            isFirst = false
            if result == MOSQ_ERR_SUCCESS.number {
                let start = ContinuousClock.now
                let wasGood = serve()
                let isSoon = start.duration(to: .now) < Self.soon
                // Who is thrown out again and again must not throw the other one out every second.
                if wasGood, !isSoon { pause = firstPause }
                soonEnded = wasGood && isSoon ? soonEnded + 1 : 0
                if soonEnded >= 3, !isStopping {
                    report(
                        false,
                        "the broker ended the connection \(soonEnded) times in a row, soon after it "
                            + "was made; does another program use the client id '\(id)'?")
                }
            } else {
                report(false, "no connection to \(host):\(port): \(words(result, cause))")
            }
            guard !isStopping else { break }
            state.wait(atMost: pause) { $0.phase == .stopping ? () : nil }
            pause = min(pause * 2, Self.longestPause)
        }
        state.with { $0.phase = .ended }
    }

    func beginToStop() {
        let wasRunning = state.with { state in
            defer {
                if state.phase != .ended { state.phase = state.phase == .new ? .ended : .stopping }
            }
            return state.phase == .running
        }
        // Wakes the loop, and tells the broker when there is one.
        if wasRunning { unsafe mosquitto_disconnect(raw) }
    }

    func waitForEnd(atMost patience: Duration) {
        state.wait(atMost: patience) { $0.phase == .ended ? () : nil }
    }

    private var isStopping: Bool { state.with { $0.phase != .running } }

    /// Serves one connection to its end; true when it was a good one, so that the next attempt
    /// need not wait long.
    private func serve() -> Bool {
        var wasConnected = false
        var goodbyes = 3
        while true {
            // The wait ends earlier whenever there is something to read or to send.
            let result = unsafe mosquitto_loop(raw, 1000, 1)
            let cause = errno
            wasConnected = wasConnected || state.with { $0.isConnected }
            if result != MOSQ_ERR_SUCCESS.number {
                let hasRefused = state.with { state in
                    state.isConnected = false
                    state.asked = [:]
                    defer { state.hasRefused = false }
                    return state.hasRefused
                }
                let reason = hasRefused ? "a message could not be stored" : words(result, cause)
                // A refusal by the broker was reported with its reason already.
                if !isStopping, result != MOSQ_ERR_CONN_REFUSED.number { report(false, reason) }
                return wasConnected && !hasRefused
            }
            if isStopping {
                goodbyes -= 1
                if goodbyes == 0 { return false }
            }
        }
    }

    private func words(_ result: Int32, _ cause: Int32) -> String {
        if result == MOSQ_ERR_TLS.number {
            return "\(MosquittoError.words(for: result)) \(complaint.with { $0 })"
        }
        guard result == MOSQ_ERR_ERRNO.number else { return MosquittoError.words(for: result) }
        return unsafe String(cString: strerror(cause))
    }
}
