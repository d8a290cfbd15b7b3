import Threads

/// Looks whether anybody takes a connection where a broker should be; says nothing to it.
package enum BrokerDoor {
    /// Why nobody does within a time; nil when somebody does.
    ///
    /// A name server that is slow may hold the look itself up, but not whoever asks for it.
    package static func trouble(
        host: String, port: UInt16, within patience: Duration
    ) async -> String? {
        let (answers, answer) = AsyncStream<String?>.makeStream(
            bufferingPolicy: .bufferingOldest(1))
        let thread = BlockingThread(name: "broker-door")
        thread.start {
            do {
                SerialSocket.leave(
                    try SerialSocket.connect(host: host, port: port, within: patience))
                answer.yield(nil)
            } catch {
                answer.yield("\(error)")
            }
        }
        thread.shutdown()
        return await withTaskGroup(of: String?.self) { group in
            group.addTask {
                for await trouble in answers { return trouble }
                return "not looked at"
            }
            group.addTask {
                // Only a cancelled sleep throws: the answer was there before.
                try? await Task.sleep(for: patience)
                return "\(host):\(port): no connection within \(patience)"
            }
            defer { group.cancelAll() }
            return await group.next() ?? nil
        }
    }
}
