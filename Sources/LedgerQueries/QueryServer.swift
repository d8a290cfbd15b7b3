import HTTPTypes
import HummingbirdCore
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle

/// The read-only HTTP API of a ledger node: anybody may ask, nobody can change anything.
package struct QueryServer: Sendable {
    private let host: String
    private let port: Int
    private let answer: @Sendable (LedgerQuestion) async throws -> LedgerReply

    /// `answer` is asked for every question that is one.
    package init(
        host: String, port: Int,
        answer: @escaping @Sendable (LedgerQuestion) async throws -> LedgerReply
    ) {
        (self.host, self.port, self.answer) = (host, port, answer)
    }

    /// Answers until cancelled; `started` gets the port.
    package func run(started: @escaping @Sendable (Int) -> Void) async throws {
        let server = try HTTPServerBuilder.http1().buildServer(
            configuration: ServerConfiguration(address: .hostname(host, port: port)),
            eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
            logger: Logger(label: "queries", factory: { _ in SwiftLogNoOpLogHandler() })
        ) { request, writer, _ in
            let (status, body) = await response(to: request)
            let fields: HTTPFields = [
                .contentType: "application/json", .contentLength: String(body.count),
                // Anybody's page may ask: there is nothing here that is not for everybody.
                .accessControlAllowOrigin: "*", .cacheControl: "no-cache",
            ]
            try await writer.write(
                response: HTTPResponse(status: .init(code: status), headerFields: fields),
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
        } onServerRunning: { channel in
            started(channel.localAddress?.port ?? port)
        }
        try await server.run()
    }

    private func response(to request: Request) async -> (status: Int, body: [UInt8]) {
        guard request.method == .get else {
            return (405, QueryAnswer.json(QueryFault(status: 405, message: "GET only")))
        }
        return await QueryPage.answer(request.head.path ?? "/", answer)
    }
}
