import Foundation
import Glibc
import Synchronization
import TestKit

/// An HTTP server on a free loopback port, on threads of its own: one answer, one connection.
final class LoopbackServer: Sendable {
    /// A question as it came over the wire.
    struct Question: Sendable {
        let head: String
        let body: [UInt8]

        /// The value of a header line, by its name in lower case.
        func header(_ name: String) -> String? {
            head.split(separator: "\r\n").dropFirst().map { $0.split(separator: ":", maxSplits: 1) }
                .first { $0[0].lowercased() == name }
                .map { $0[1].trimmingCharacters(in: .whitespaces) }
        }
    }

    /// What goes back.
    enum Answer: Sendable {
        case body(String, status: String = "200 OK")
        /// The connection is closed without a word.
        case hangUp
        /// Nothing is said until the server stops.
        case silence
    }

    private let listener: LoopbackListener
    private let exchange: Exchange

    /// Starts listening; every question goes through `respond`.
    init(respond: @escaping @Sendable (Question) -> Answer) throws {
        let exchange = Exchange(respond: respond)
        self.exchange = exchange
        listener = try LoopbackListener { exchange.serve($0) }
    }

    deinit { stop() }

    var url: String { "http://127.0.0.1:\(listener.port)" }

    /// What was asked so far.
    var questions: [Question] { exchange.questions }

    /// Closes the port and every connection that still waits.
    func stop() {
        listener.stop()
        exchange.hangUp()
    }
}

/// The connections of one server, each on a thread of its own.
private final class Exchange: Sendable {
    typealias Question = LoopbackServer.Question

    private struct Book {
        var questions: [Question] = []
        /// Connections that are told nothing; nil once the server has stopped.
        var silent: [Int32]? = []
    }

    private let book = Mutex(Book())
    private let respond: @Sendable (Question) -> LoopbackServer.Answer

    init(respond: @escaping @Sendable (Question) -> LoopbackServer.Answer) {
        self.respond = respond
    }

    var questions: [Question] { book.withLock { $0.questions } }

    func hangUp() {
        book.withLock { book in
            for connection in book.silent ?? [] { close(connection) }
            book.silent = nil
        }
    }

    func serve(_ connection: Int32) {
        guard let question = read(connection) else {
            close(connection)
            return
        }
        book.withLock { $0.questions.append(question) }
        switch respond(question) {
        case .hangUp: close(connection)
        case .silence: keepSilent(connection)
        case .body(let text, let status):
            let body = Array(text.utf8)
            let head =
                "HTTP/1.1 \(status)\r\nContent-Type: application/json\r\n"
                + "Content-Length: \(body.count)\r\nConnection: close\r\n\r\n"
            write(Array(head.utf8) + body, to: connection)
            close(connection)
        }
    }

    private func keepSilent(_ connection: Int32) {
        book.withLock { book in
            if book.silent?.append(connection) == nil { close(connection) }
        }
    }

    private func read(_ connection: Int32) -> Question? {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            if let end = Data(bytes).firstRange(of: Data("\r\n\r\n".utf8)) {
                let head = String(decoding: bytes[..<end.lowerBound], as: UTF8.self)
                let body = Array(bytes[end.upperBound...])
                let question = Question(head: head, body: body)
                if body.count >= Int(question.header("content-length") ?? "0") ?? 0 {
                    return question
                }
            }
            let count = recv(connection, &chunk, chunk.count, 0)
            guard count > 0 else { return nil }
            bytes += chunk[..<count]
        }
    }

    private func write(_ bytes: [UInt8], to connection: Int32) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }
}
