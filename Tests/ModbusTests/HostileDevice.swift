import Glibc
import Synchronization
import TestKit
import Wire

/// A device on a raw socket that answers each question as its script says, rightly or not.
final class HostileDevice: Sendable {
    enum Step: Sendable {
        case send([UInt8])
        case wait(milliseconds: UInt32)
        case close
    }

    /// How questions and answers are wrapped.
    enum Framing: Sendable {
        case network, serial

        /// The length of every question here.
        var questionLength: Int { self == .network ? 12 : 8 }
    }

    /// What a script is told: the question, and the how-manieth it is over all connections.
    struct Question: Sendable {
        let bytes: [UInt8]
        let number: Int
        let framing: Framing

        /// The right answer with these registers.
        func answer(_ registers: [UInt16]) -> [UInt8] {
            answer(bytes: registers.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] })
        }

        /// The right answer with these bytes of registers or bits.
        func answer(bytes data: [UInt8]) -> [UInt8] {
            wrapped([function, UInt8(data.count)] + data)
        }

        func exception(_ number: UInt8) -> [UInt8] {
            wrapped([function | 0x80, number])
        }

        private var function: UInt8 { framing == .network ? bytes[7] : bytes[1] }

        private func wrapped(_ pdu: [UInt8]) -> [UInt8] {
            framing == .network
                ? Array(bytes[0..<4]) + [0, UInt8(1 + pdu.count), bytes[6]] + pdu
                : CRC16.closing([bytes[0]] + pdu)
        }
    }

    private let listener: LoopbackListener
    private let counts: Counts

    var port: UInt16 { listener.port }
    var connections: Int { counts.connections.withLock { $0 } }

    /// How much came over all connections.
    final class Counts: Sendable {
        let questions = Mutex(0)
        let connections = Mutex(0)
    }

    init(
        _ framing: Framing = .network, _ script: @escaping @Sendable (Question) -> [Step]
    ) throws {
        let counts = Counts()
        self.counts = counts
        listener = try LoopbackListener { client in
            counts.connections.withLock { $0 += 1 }
            // A closed connection is an end of reading here, not of the tests.
            signal(SIGPIPE, SIG_IGN)
            defer { close(client) }
            let way = Way(
                read: { Loopback.read($0, from: client) },
                write: { _ = write(client, $0, $0.count) }, framing: framing)
            Self.serve(way, script, counts)
        }
    }

    deinit { stop() }

    /// Closes the port.
    func stop() { listener.stop() }

    /// A socket or a line.
    struct Way {
        /// Exactly so many bytes, or nil when the other side has gone.
        let read: (Int) -> [UInt8]?
        let write: ([UInt8]) -> Void
        let framing: Framing
    }

    /// Answers until the other side has gone.
    static func serve(
        _ way: Way, _ script: @Sendable (Question) -> [Step], _ counts: Counts
    ) {
        while let bytes = way.read(way.framing.questionLength) {
            let number = counts.questions.withLock { questions in
                questions += 1
                return questions
            }
            for step in script(Question(bytes: bytes, number: number, framing: way.framing)) {
                switch step {
                case .send(let bytes):
                    way.write(bytes)
                case .wait(let milliseconds): usleep(milliseconds * 1000)
                case .close: return
                }
            }
        }
    }
}

/// Plain sockets on 127.0.0.1.
enum Loopback {
    static func with<R>(_ port: UInt16, _ body: (UnsafePointer<sockaddr>, socklen_t) -> R) -> R {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        address.sin_port = port.bigEndian
        return withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }

    /// A connection whose reads give up after two seconds.
    static func connection(to port: UInt16) -> Int32 {
        let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var patience = timeval(tv_sec: 2, tv_usec: 0)
        setsockopt(
            socket, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        _ = with(port) { connect(socket, $0, $1) }
        return socket
    }

    /// Exactly that many bytes, or nil where the other side closed or is silent.
    static func read(_ count: Int, from socket: Int32) -> [UInt8]? {
        var bytes: [UInt8] = []
        while bytes.count < count {
            var part = [UInt8](repeating: 0, count: count - bytes.count)
            let length = Glibc.read(socket, &part, part.count)
            guard length > 0 else { return nil }
            bytes += part.prefix(length)
        }
        return bytes
    }

    /// Sends a request and reads an answer of known length.
    static func ask(_ socket: Int32, _ request: [UInt8], answer count: Int) -> [UInt8]? {
        send(socket, request, request.count, Int32(MSG_NOSIGNAL))
        return read(count, from: socket)
    }
}
