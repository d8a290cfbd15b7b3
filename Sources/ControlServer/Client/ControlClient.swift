import AsyncHTTPClient
import FoundationEssentials
import Glibc
import NIOCore
import NIOHTTP1

/// Asks a running agent on its unix socket.
///
/// Whoever makes it shuts it down.
package struct ControlClient: Sendable {
    private let socket: String
    private let client: HTTPClient
    private static let within = TimeAmount.seconds(5)
    /// Devices are tried for some seconds before another configuration holds.
    private static let reloading = TimeAmount.seconds(80)
    private static let mostBytes = 4 << 20

    /// A client of the agent whose socket stands at a path.
    package init(socket: String) {
        self.socket = socket
        var configuration = HTTPClient.Configuration()
        configuration.redirectConfiguration = .disallow
        configuration.timeout.connect = ControlClient.within
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

    /// The state of the gateway.
    package func status() async throws(ControlError) -> SiteStatus {
        try ControlClient.read(try await statusJSON(), from: socket)
    }

    /// The state of the gateway as the agent wrote it.
    package func statusJSON() async throws(ControlError) -> [UInt8] {
        try await get("/v1/status")
    }

    /// Has the configuration read again, and waits for what comes of it.
    ///
    /// - Throws: `refused` with the reason when the old one goes on.
    package func reload() async throws(ControlError) -> String {
        let (status, body) = try await answer(
            to: "/v1/reload", isPost: true, within: ControlClient.reloading)
        let words = Self.words(in: body)
        switch status {
        case 200: return words
        case 409: throw ControlError(.refused, words)
        default: throw ControlError(.malformed, "\(socket)/v1/reload: HTTP status \(status)")
        }
    }

    /// What an answer says: a good one in its `text`, a refusal in its `error`.
    private static func words(in body: [UInt8]) -> String {
        // An answer of another shape is shown as it is.
        guard let members = try? JSONDecoder().decode([String: String].self, from: Data(body)),
            let text = members["text"] ?? members["error"]
        else { return String(decoding: body, as: UTF8.self) }
        return text
    }

    private func get(_ target: String) async throws(ControlError) -> [UInt8] {
        let (status, body) = try await answer(to: target)
        switch status {
        case 200: return body
        case 503: throw ControlError(.busy, "\(socket)\(target): \(Self.words(in: body))")
        default:
            throw ControlError(.malformed, "\(socket)\(target): HTTP status \(status)")
        }
    }

    private func answer(
        to target: String, isPost: Bool = false,
        within limit: TimeAmount = ControlClient.within
    ) async throws(ControlError) -> (status: Int, body: [UInt8]) {
        var request = HTTPClientRequest(url: "http+unix://\(host)\(target)")
        if isPost { request.method = .POST }
        do {
            let response = try await client.execute(request, timeout: limit)
            let content = try await response.body.collect(upTo: ControlClient.mostBytes)
            // A status is described as its number and its words: "200 OK".
            let status = Int("\(response.status)".prefix { $0.isNumber }) ?? 0
            return (status, [UInt8](content.readableBytesView))
        } catch {
            throw failure(error)
        }
    }

    /// The path as the host of a URL: everything but letters and digits in hexadecimal.
    private var host: String {
        socket.utf8.map { byte in
            let isPlain =
                byte < 0x80
                && (Character(Unicode.Scalar(byte)).isLetter
                    || Character(Unicode.Scalar(byte)).isNumber)
            let digits = String(byte, radix: 16, uppercase: true)
            return isPlain
                ? String(Unicode.Scalar(byte)) : "%" + (digits.count == 1 ? "0" : "") + digits
        }.joined()
    }

    private static func read(
        _ bytes: [UInt8], from socket: String
    ) throws(ControlError) -> SiteStatus {
        do {
            return try JSONDecoder().decode(SiteStatus.self, from: Data(bytes))
        } catch {
            throw ControlError(
                .malformed,
                "what \(socket) answers is not this version's status; is another version running? "
                    + "--json shows it as it is")
        }
    }

    private func failure(_ error: any Error) -> ControlError {
        guard let error = error as? IOError else {
            return ControlError(
                .away,
                "the agent at \(socket) took the question and does not answer: \(error); ask again "
                    + "in half a minute, in which the service manager starts one that hangs anew, and "
                    + "see 'systemctl status weighpost'")
        }
        let words = String(cString: strerror(error.errnoCode))
        return switch error.errnoCode {
        case EACCES, EPERM:
            ControlError(
                .forbidden,
                "\(socket): \(words); ask with sudo, or become a member of the socket's group: "
                    + "'sudo adduser NAME weighpost', and log in anew")
        case ENOENT:
            ControlError(
                .away,
                "\(socket): \(words); is the agent running? 'systemctl status weighpost' "
                    + "says whether it runs or is started again and again, 'journalctl -u weighpost "
                    + "-n 20' what it said last; a socket elsewhere is named with --socket")
        case ECONNREFUSED:
            ControlError(
                .away,
                "\(socket): \(words), nobody listens there; is the agent running? One that was "
                    + "killed is started anew after two seconds: ask again, and if that does not help, "
                    + "'journalctl -u weighpost -n 20' has what it said last")
        default: ControlError(.away, "\(socket): \(words); is the agent running?")
        }
    }
}
