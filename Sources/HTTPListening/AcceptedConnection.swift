import HummingbirdCore
import Logging
import NIOCore
import Synchronization

/// A connection that is closed in order even when nobody comes to serve it.
///
/// The library ends the whole process when a connection was accepted and is dropped before it is
/// served, as happens when the server stops just then (swift-nio issues 2637 and 2813): a peer that
/// connects at the right moment would take a program's last words from its journal.
final class AcceptedConnection: ServerChildChannelValue {
    private let connection: HTTP1Channel.Value
    private let isTaken = Atomic(false)

    init(_ connection: HTTP1Channel.Value) { self.connection = connection }

    var channel: any Channel { connection.channel }

    /// The connection, for who serves it and thereby closes it.
    func take() -> HTTP1Channel.Value {
        isTaken.store(true, ordering: .relaxed)
        return connection
    }

    deinit {
        guard !isTaken.load(ordering: .relaxed) else { return }
        // The one loose task: nobody is left to own it, and it ends at once. That the peer is gone
        // already is no trouble.
        Task { [connection] in try? await connection.executeThenClose { _, _ in } }
    }
}

/// HTTP/1.1 over connections that are closed in order even when nobody comes to serve them.
struct AcceptedHTTP: ServerChildChannel {
    let http: HTTP1Channel

    func setup(
        channel: any Channel, logger: Logger
    ) -> EventLoopFuture<AcceptedConnection> {
        http.setup(channel: channel, logger: logger).map { AcceptedConnection($0) }
    }

    func handle(value: AcceptedConnection, logger: Logger) async {
        let connection = value.take()
        await withTaskCancellationHandler {
            await http.handle(value: connection, logger: logger)
        } onCancel: {
            // A peer that does not read what it asked for does not hold up the end.
            connection.channel.close(promise: nil)
        }
    }
}
