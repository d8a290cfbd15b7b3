import HTTPListening
import HTTPTypes
import HummingbirdCore
import NIOCore
import Synchronization

/// The read-only HTTP API of a ledger node: anybody may ask, nobody can change anything.
package struct QueryServer: Sendable {
    private let host: String
    private let port: Int
    private let answer: @Sendable (LedgerQuestion) async throws -> LedgerReply

    /// How long an answer may take; a peer that reads slower is closed.
    private static let patience = Duration.seconds(60)
    /// How long a body may take, of so many bytes; no question needs one.
    private static let body = (bytes: 65_536, limit: Duration.seconds(10))
    /// What a connection whose body was too large may still send before it is closed.
    private static let linger = Duration.seconds(2)

    /// Nobody can listen at the address.
    package struct Unbound: Error, Hashable, Sendable {
        /// The system's number of why (errno); nil where it is no question of the system.
        package let number: Int32?
        /// Why, in a library's words.
        package let words: String
    }

    /// `answer` is asked for every question that is one.
    package init(
        host: String, port: Int,
        answer: @escaping @Sendable (LedgerQuestion) async throws -> LedgerReply
    ) {
        (self.host, self.port, self.answer) = (host, port, answer)
    }

    /// Answers until cancelled; `started` gets the port.
    ///
    /// Throws `Unbound` when the address cannot be had.
    package func run(started: @escaping @Sendable (Int) -> Void) async throws {
        let isBound = Mutex(false)
        do {
            try await listen { port in
                isBound.withLock { $0 = true }
                started(port)
            }
        } catch let error where !isBound.withLock({ $0 }) && !(error is CancellationError) {
            throw Unbound(number: (error as? IOError)?.errnoCode, words: "\(error)")
        }
    }

    private func listen(started: @escaping @Sendable (Int) -> Void) async throws {
        try await HTTPListener(HTTPListener.Limits()) { request, writer, channel in
            let isSmall = try await request.isBody(
                within: Self.body.bytes, Self.body.limit, on: channel)
            let deadline = ConnectionDeadline(channel, isSmall ? Self.patience : Self.linger)
            defer { if isSmall { deadline.met() } }
            let (status, body) = isSmall ? await response(to: request) : Self.refusal
            var fields: HTTPFields = [
                .contentType: "application/json", .contentLength: String(body.count),
                // Anybody's page may ask: there is nothing here that is not for everybody.
                .accessControlAllowOrigin: "*", .cacheControl: "no-cache",
            ]
            if !isSmall { fields[.connection] = "close" }
            if status == 405 { fields[.allow] = "GET" }
            if status == 503 { fields[.retryAfter] = "5" }
            try await writer.write(
                response: HTTPResponse(status: .init(code: status), headerFields: fields),
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
        }.run(at: .hostname(host, port: port)) { channel in
            started(channel.localAddress?.port ?? port)
        }
    }

    private static let refusal: (Int, [UInt8]) = (
        413, QueryAnswer.json(QueryFault(status: 413, message: "no question has a body"))
    )

    private func response(to request: Request) async -> (status: Int, body: [UInt8]) {
        guard request.method == .get else {
            return (405, QueryAnswer.json(QueryFault(status: 405, message: "GET only")))
        }
        return await QueryPage.answer(request.head.path ?? "/", answer)
    }
}
