import NIOCore

/// Closes a connection that is not done in time.
struct ConnectionDeadline {
    private let closing: Scheduled<Void>

    /// From now on.
    init(_ channel: any Channel, _ limit: Duration) {
        closing = channel.eventLoop.scheduleTask(in: TimeAmount(limit)) {
            channel.close(promise: nil)
        }
    }

    /// It was done in time.
    func met() { closing.cancel() }
}
