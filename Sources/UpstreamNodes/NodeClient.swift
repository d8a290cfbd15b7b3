import AsyncHTTPClient
import Glibc
import NIOCore
import Synchronization

/// The connections to all nodes, kept open between questions.
///
/// Whoever makes it shuts it down.
package final class NodeClient: Sendable {
    private let client: HTTPClient
    private let questions = Atomic<UInt64>(0)

    /// Connections on the event loops that the whole process shares.
    package init() {
        var configuration = HTTPClient.Configuration()
        // A node does not send anybody elsewhere; following would leave the configured address.
        configuration.redirectConfiguration = .disallow
        configuration.timeout.connect = .seconds(5)
        configuration.connectionPool.idleTimeout = .seconds(30)
        // Whoever asks decides when to ask again, and where.
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.httpVersion = .http1Only
        client = HTTPClient(
            eventLoopGroupProvider: .shared(HTTPClient.defaultEventLoopGroup),
            configuration: configuration)
    }

    /// Closes every connection.
    package func shutdown() async {
        // It fails only when it was shut down before.
        try? await client.shutdown()
    }

    /// An id that no other question of this process has.
    func nextID() -> String {
        "wp-\(questions.add(1, ordering: .relaxed).newValue)"
    }

    /// Fetches a small file.
    package func get(
        _ url: String, limits: NodeLimits
    ) async throws(UpstreamError) -> [UInt8] {
        var request = HTTPClientRequest(url: url)
        request.headers = NodeClient.lines()
        let (status, body) = try await answer(to: request, url: url, limits: limits)
        guard status == 200 else {
            throw UpstreamError(.notFound, "\(url): HTTP status \(status)")
        }
        return body
    }

    /// Posts a body and collects the answer's.
    func post(
        _ body: [UInt8], to url: String, limits: NodeLimits
    ) async throws(UpstreamError) -> (status: Int, body: [UInt8]) {
        var request = HTTPClientRequest(url: url)
        request.method = NodeClient.word("POST") ?? request.method
        request.headers = NodeClient.lines()
        request.body = .bytes(body)
        return try await answer(to: request, url: url, limits: limits)
    }

    private func answer(
        to request: HTTPClientRequest, url: String, limits: NodeLimits
    ) async throws(UpstreamError) -> (status: Int, body: [UInt8]) {
        do {
            let response = try await client.execute(
                request, timeout: .milliseconds(limits.answerWithin))
            let content = try await response.body.collect(upTo: limits.mostAnswerBytes)
            // A status is described as its number and its words: "200 OK".
            let status = Int("\(response.status)".prefix { $0.isNumber }) ?? 0
            return (status, [UInt8](content.readableBytesView))
        } catch {
            throw NodeClient.failure(error, url: url, limits: limits)
        }
    }

    // The types of methods and headers belong to a module that is not among those read here: their
    // values are made by way of the protocols they conform to.

    private static func word<Word: RawRepresentable<String>>(_ text: String) -> Word? {
        Word(rawValue: text)
    }

    private static func lines<Lines: ExpressibleByDictionaryLiteral>() -> Lines
    where Lines.Key == String, Lines.Value == String {
        // Nodes mark even errors as cacheable for a day.
        [
            "Content-Type": "application/json", "Accept": "application/json",
            "Cache-Control": "no-cache",
        ]
    }

    private static func failure(
        _ error: any Error, url: String, limits: NodeLimits
    ) -> UpstreamError {
        if error is CancellationError { return UpstreamError(.cancelled, "\(url): given up") }
        if error is NIOTooManyBytesError {
            return UpstreamError(
                .malformed, "\(url): an answer of more than \(limits.mostAnswerBytes) bytes")
        }
        if let error = error as? IOError {
            let words = String(cString: strerror(error.errnoCode))
            return UpstreamError(
                .away, "\(url): \(words); is the node running, and is there a network?")
        }
        switch error as? HTTPClientError {
        case .cancelled?: return UpstreamError(.cancelled, "\(url): given up")
        case .deadlineExceeded?, .readTimeout?, .writeTimeout?:
            return UpstreamError(
                .timedOut, "\(url): no answer within \(limits.answerWithin) ms")
        case .invalidURL?, .emptyHost?, .emptyScheme?:
            return UpstreamError(.refused, "\(url) is no address; write http://host:26657")
        default:
            return UpstreamError(
                .away, "\(url): \(error); is the node running, and is there a network?")
        }
    }
}
