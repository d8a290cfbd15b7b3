import HTTPListening
import HTTPTypes
import HummingbirdCore
import NIOCore

/// The HTTP side of a dev chain's node: questions come by POST on loopback.
struct DevServer: Sendable {
    let rpc: DevRPC
    let limits: DevChainSettings.Limits
    /// Unix seconds, as a hint to whoever asks.
    let time: @Sendable () -> Int64

    /// Answers until cancelled; then the port and every connection are closed.
    ///
    /// `started` gets the port, which for 0 is one that was free.
    func run(port: Int, started: @escaping @Sendable (Int) -> Void) async throws {
        var limits = HTTPListener.Limits()
        // A box that asks now and then keeps its connection, as with a real node.
        limits.idle = .seconds(120)
        let listener = HTTPListener(limits) { request, writer, _ in
            let (head, body) = await response(to: request)
            try await writer.write(response: head, body: ResponseBody(byteBuffer: body))
        }
        try await listener.run(at: .hostname("127.0.0.1", port: port)) { channel in
            started(channel.localAddress?.port ?? port)
        }
    }

    private func response(to request: Request) async -> (HTTPResponse, ByteBuffer) {
        guard request.method == .post else {
            return head(.notFound, "text/plain", [UInt8]("404 page not found\n".utf8))
        }
        let question: ByteBuffer
        do {
            question = try await request.body.collect(upTo: limits.questionBytes)
        } catch {
            // The rest is left unread, so nothing more can come over this connection.
            let answer = DevRPC.tooLong
            var (response, body) = head(.badRequest, "application/json", answer.body)
            response.headerFields[.connection] = "close"
            return (response, body)
        }
        let answer = await rpc.answer([UInt8](question.readableBytesView))
        let status: HTTPResponse.Status = answer.status == 200 ? .ok : .internalServerError
        return head(status, "application/json", answer.body)
    }

    private func head(
        _ status: HTTPResponse.Status, _ type: String, _ body: [UInt8]
    ) -> (HTTPResponse, ByteBuffer) {
        var fields: HTTPFields = [.contentType: type, .contentLength: String(body.count)]
        if let name = HTTPField.Name("X-Server-Time") { fields[name] = String(time()) }
        return (HTTPResponse(status: status, headerFields: fields), ByteBuffer(bytes: body))
    }
}
