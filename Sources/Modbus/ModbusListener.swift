import CModbus
import Glibc

/// Owns a `modbus_t *` as a server, its listening socket and the sockets of its clients.
///
/// Made by `modbus_new_tcp` and `modbus_tcp_listen`; everything is closed once, by `deinit`. It lives
/// and ends on the server's thread.
@safe struct ModbusListener: ~Copyable {
    private let responder: ModbusResponder
    private let listener: Int32
    private var clients: [Int32] = []

    /// More clients than this wait in the queue of the system.
    private static let clientLimit = 32

    init(host: String, port: UInt16) throws(ModbusError) {
        guard let made = unsafe modbus_new_tcp(host, Int32(port)) else {
            throw ModbusError(.cannotListen, "\(host) is not an address to listen at")
        }
        let listening = unsafe modbus_tcp_listen(made, 16)
        let cause = errno
        guard listening >= 0 else {
            unsafe modbus_free(made)
            let words = ModbusError.words(for: cause)
            throw ModbusError(.cannotListen, "cannot listen at \(host):\(port): \(words)")
        }
        _ = fcntl(listening, F_SETFD, FD_CLOEXEC)
        // Between the bytes of one request; a client that stops midway must not hold the others.
        unsafe modbus_set_byte_timeout(made, 0, 100_000)
        responder = unsafe ModbusResponder(owning: made, .tcp)
        listener = listening
    }

    deinit {
        for client in clients { Self.end(client) }
        Self.end(listener)
    }

    /// The port it listens on, also when the system chose it.
    var port: UInt16 {
        var address = sockaddr_in()
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        unsafe withUnsafeMutablePointer(to: &address) { address in
            unsafe address.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                _ = unsafe getsockname(listener, $0, &length)
            }
        }
        return UInt16(bigEndian: address.sin_port)
    }

    /// Serves every client until there is a byte in `end`, the reading end of a pipe.
    mutating func serve(until end: Int32, _ answer: (ModbusIndication) -> ModbusReply) {
        while true {
            let heard = Self.wait(for: [end, listener] + clients)
            if heard.contains(end) { return }
            if heard.contains(listener) { accept() }
            for client in heard.filter(clients.contains)
            where !responder.serve(client, answer) {
                Self.end(client)
                clients.removeAll { $0 == client }
                // It may have kept us waiting; many such must not keep the end waiting.
                break
            }
        }
    }

    /// Ends a socket also where a child process has inherited it and holds it a moment longer.
    private static func end(_ socket: Int32) {
        shutdown(socket, Int32(SHUT_RDWR))
        Glibc.close(socket)
    }

    /// The ones that have something to say, which may be their end.
    static func wait(for sockets: [Int32]) -> [Int32] {
        var states = sockets.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        guard unsafe poll(&states, nfds_t(states.count), -1) > 0 else { return [] }
        return states.filter { $0.revents != 0 }.map(\.fd)
    }

    private mutating func accept() {
        var listening = listener
        let client = responder.accept(&listening)
        guard client >= 0 else { return }
        // libmodbus waits by `select`, which writes beyond its set for greater numbers.
        guard client < FD_SETSIZE, clients.count < Self.clientLimit else {
            Self.end(client)
            return
        }
        var patience = timeval(tv_sec: 0, tv_usec: 200_000)
        unsafe setsockopt(
            client, SOL_SOCKET, SO_SNDTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        _ = fcntl(client, F_SETFD, FD_CLOEXEC)
        clients.append(client)
    }
}
