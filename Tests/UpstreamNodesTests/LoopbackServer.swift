import Foundation
import Glibc
import Synchronization

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

    let port: UInt16
    private let listener: Int32
    private let seen = Mutex<[Question]>([])
    private let silent = Mutex<[Int32]>([])

    /// Starts listening; every question goes through `respond`.
    init(respond: @escaping @Sendable (Question) -> Answer) throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isReady = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, length) == 0 && listen(listener, 64) == 0
                    && getsockname(listener, $0, &length) == 0
            }
        }
        guard isReady else { throw CocoaError(.fileReadUnknown) }
        self.listener = listener
        port = UInt16(bigEndian: address.sin_port)
        Thread.detachNewThread { [self] in
            while true {
                let connection = accept(listener, nil, nil)
                guard connection >= 0 else { return }
                Thread.detachNewThread { [self] in serve(connection, respond) }
            }
        }
    }

    var url: String { "http://127.0.0.1:\(port)" }

    /// What was asked so far.
    var questions: [Question] { seen.withLock { $0 } }

    /// Closes the port and every connection that still waits.
    func stop() {
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
        silent.withLock { connections in
            for connection in connections { close(connection) }
            connections = []
        }
    }

    private func serve(_ connection: Int32, _ respond: (Question) -> Answer) {
        guard let question = read(connection) else {
            close(connection)
            return
        }
        seen.withLock { $0.append(question) }
        switch respond(question) {
        case .hangUp: close(connection)
        case .silence: silent.withLock { $0.append(connection) }
        case .body(let text, let status):
            let body = Array(text.utf8)
            let head =
                "HTTP/1.1 \(status)\r\nContent-Type: application/json\r\n"
                + "Content-Length: \(body.count)\r\nConnection: close\r\n\r\n"
            write(Array(head.utf8) + body, to: connection)
            close(connection)
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
