package import HummingbirdCore
import Logging
package import NIOCore
import NIOPosix
import ServiceLifecycle

/// HTTP/1.1 at one address, with a bound on all that a peer can send in a header or keep open.
package struct HTTPListener: Sendable {
    /// What a listener takes before it says no.
    package struct Limits: Hashable, Sendable {
        /// Connections; more wait in the kernel's queue.
        package var connections = 128
        /// The largest header field, and all of them together, bytes.
        package var fieldBytes = 8_192
        package var headerBytes = 16_384
        package var fields = 64
        /// How long a connection may be silent between two questions, and within a header.
        package var idle = Duration.seconds(15)

        package init() {}
    }

    /// Answers one request over its connection.
    package typealias Serve =
        @concurrent @Sendable (Request, consuming ResponseWriter, any Channel) async throws -> Void

    private let limits: Limits
    private let serve: Serve

    package init(_ limits: Limits, serve: @escaping Serve) {
        (self.limits, self.serve) = (limits, serve)
    }

    /// Answers until cancelled; `started` gets the channel that listens.
    package func run(
        at address: BindAddress, started: @escaping @Sendable (any Channel) async -> Void
    ) async throws {
        // The library's own words are about connections, and every peer could fill a log with them.
        let quiet = Logger(label: "http", factory: { _ in SwiftLogNoOpLogHandler() })
        let server = try builder.buildServer(
            configuration: ServerConfiguration(
                address: address, backlog: limits.connections,
                availableConnectionsDelegate: .maximum(limits.connections, logger: quiet)),
            eventLoopGroup: MultiThreadedEventLoopGroup.singleton, logger: quiet
        ) { [serve] request, writer, channel in
            try await serve(request, writer, channel)
        } onServerRunning: { channel in
            await started(channel)
        }
        try await server.run()
    }

    private var builder: HTTPServerBuilder {
        let configuration = HTTP1Channel.Configuration(
            idleTimeout: TimeAmount(limits.idle),
            httpDecoderConfiguration: .init(
                maxHeaderFieldSize: limits.fieldBytes, maxHeaderListSize: limits.headerBytes,
                maxHeaderFieldCount: limits.fields))
        return HTTPServerBuilder { responder in
            AcceptedHTTP(http: HTTP1Channel(responder: responder, configuration: configuration))
        }
    }
}
