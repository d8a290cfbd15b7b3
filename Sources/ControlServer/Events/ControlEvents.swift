import HTTPListening
import HTTPTypes
import HummingbirdCore
import NIOCore

/// Answers one who listens to events, for as long as the connection lasts.
struct ControlEvents: Sendable {
    let feed: EventFeed
    let limits: ControlLimits

    @concurrent func serve(
        _ request: Request, _ writer: consuming ResponseWriter, _ channel: any Channel
    ) async throws {
        guard let listener = feed.listen(after: EventID(lastOf: request.headers)) else {
            let answer = ControlAnswer.tooMany("as many listen as may; come again later")
            var body = try await writer.writeHead(answer.head)
            try await body.write(ByteBuffer(bytes: answer.body))
            return try await body.finish(nil)
        }
        let head = HTTPResponse(
            status: .ok,
            headerFields: [
                .contentType: "text/event-stream", .cacheControl: "no-store",
                .xContentTypeOptions: "nosniff",
            ])
        var body = try await writer.writeHead(head)
        try await send(EventText.opening, channel) { try await body.write($0) }
        // Who goes away is noticed at once, and the place is free for somebody else.
        try await request.body.consumeWithCancellationOnInboundClose { _ in
            for await item in listener.items {
                try await send(item, channel) { try await body.write($0) }
            }
            if listener.isOverrun {
                try await send(EventText.overrun, channel) { try await body.write($0) }
            }
        }
        try await body.finish(nil)
    }

    private func send(
        _ item: [UInt8], _ channel: any Channel, _ write: (ByteBuffer) async throws -> Void
    ) async throws {
        let deadline = ConnectionDeadline(channel, limits.event)
        defer { deadline.met() }
        try await write(ByteBuffer(bytes: item))
    }
}

extension EventID {
    /// Where a listener that lost the connection was (HTML, section 9.2.4); nil for a new one.
    fileprivate init?(lastOf fields: HTTPFields) {
        guard let name = HTTPField.Name(ControlRoute.lastEvent.name),
            let text = fields[name]
        else { return nil }
        // Whatever else stands there: what happened since is not known.
        self = EventID(text) ?? EventID(run: "", number: 0)
    }
}
