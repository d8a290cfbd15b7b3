import CModbus
import Glibc

/// Owns one `modbus_t *` as a server, its listening socket and the sockets of its clients.
///
/// Made by `modbus_new_tcp` and `modbus_tcp_listen`; everything is closed and freed once, by
/// `deinit`. It lives and ends on the server's thread.
@safe struct ModbusListener: ~Copyable {
    private let raw: OpaquePointer
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
        (unsafe raw, listener) = (unsafe made, listening)
    }

    deinit {
        for client in clients { Self.end(client) }
        Self.end(listener)
        unsafe modbus_set_socket(raw, -1)
        unsafe modbus_free(raw)
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
    mutating func serve(until end: Int32, _ answer: (_ request: [UInt8]) -> ModbusReply) {
        while true {
            let heard = wait(for: [end, listener] + clients)
            if heard.contains(end) { return }
            if heard.contains(listener) { accept() }
            for client in heard.filter(clients.contains) where !serve(client, answer) {
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

    private func wait(for sockets: [Int32]) -> [Int32] {
        var states = sockets.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        guard unsafe poll(&states, nfds_t(states.count), -1) > 0 else { return [] }
        return states.filter { $0.revents != 0 }.map(\.fd)
    }

    private mutating func accept() {
        var listening = listener
        let client = unsafe modbus_tcp_accept(raw, &listening)
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

    /// Reads one request and answers it; false when the client is gone or not to be understood.
    private func serve(_ client: Int32, _ answer: ([UInt8]) -> ModbusReply) -> Bool {
        unsafe modbus_set_socket(raw, client)
        var request = [UInt8](repeating: 0, count: Int(MODBUS_MAX_ADU_LENGTH))
        let count = unsafe modbus_receive(raw, &request)
        guard count > 0 else { return false }
        request.removeLast(request.count - Int(count))
        switch answer(request) {
        case .nothing: return true
        case .exception(let number):
            return unsafe modbus_reply_exception(raw, request, UInt32(number)) >= 0
        case .registers(let address, let values):
            return reply(to: request, address: address, values: values)
        }
    }

    /// Lets libmodbus answer out of a mapping that holds just these registers, in both tables.
    private func reply(to request: [UInt8], address: UInt16, values: [UInt16]) -> Bool {
        let (start, count) = (UInt32(address), UInt32(values.count))
        guard
            let mapping = unsafe modbus_mapping_new_start_address(
                0, 0, 0, 0, start, count, start, count)
        else { return false }
        defer { unsafe modbus_mapping_free(mapping) }
        for (index, value) in values.enumerated() {
            unsafe mapping.pointee.tab_registers[index] = value
            unsafe mapping.pointee.tab_input_registers[index] = value
        }
        return unsafe modbus_reply(raw, request, Int32(request.count), mapping) >= 0
    }
}

/// What the listener sends back.
enum ModbusReply {
    case registers(address: UInt16, values: [UInt16])
    case exception(UInt8)
    case nothing
}
