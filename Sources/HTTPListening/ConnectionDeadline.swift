package import NIOCore

/// Closes a connection that is not done in time.
package struct ConnectionDeadline {
    private let closing: Scheduled<Void>

    /// From now on.
    package init(_ channel: any Channel, _ limit: Duration) {
        closing = channel.eventLoop.scheduleTask(in: TimeAmount(limit)) {
            channel.close(promise: nil)
        }
    }

    /// It was done in time.
    package func met() { closing.cancel() }
}
