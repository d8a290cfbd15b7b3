import Glibc

/// Connects to a serial device server, as a plain stream of bytes over TCP.
enum SerialSocket {
    /// A connected socket that does not block, or why there is none; the caller closes it.
    static func connect(
        host: String, port: UInt16, within patience: Duration
    ) throws(SerialError) -> Int32 {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var found: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, String(port), &hints, &found) == 0, let first = found else {
            throw SerialError(.unreachable, "\(host) is no host name or address")
        }
        defer { freeaddrinfo(first) }
        var cause = ENOENT
        var next: UnsafeMutablePointer<addrinfo>? = first
        while let address = next {
            switch open(address.pointee, within: patience) {
            case .success(let socket): return socket
            case .failure(let failure): cause = failure.number
            }
            next = address.pointee.ai_next
        }
        throw SerialError(
            .unreachable, "\(host):\(port): no connection: \(SerialError.words(for: cause))")
    }

    /// Ends a connection at once.
    static func leave(_ socket: Int32) { close(socket) }

    private struct Failure: Error {
        let number: Int32
    }

    private static func open(
        _ address: addrinfo, within patience: Duration
    ) -> Result<Int32, Failure> {
        let flags = Int32(
            SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
        let socket = socket(address.ai_family, flags, 0)
        guard socket >= 0 else { return .failure(Failure(number: errno)) }
        let cause = connect(socket, to: address, within: patience)
        guard cause == 0 else {
            close(socket)
            return .failure(Failure(number: cause))
        }
        return .success(socket)
    }

    /// 0, or the error number.
    private static func connect(
        _ socket: Int32, to address: addrinfo, within patience: Duration
    ) -> Int32 {
        if Glibc.connect(socket, address.ai_addr, address.ai_addrlen) == 0 { return 0 }
        guard errno == EINPROGRESS else { return errno }
        var state = pollfd(fd: socket, events: Int16(POLLOUT), revents: 0)
        guard poll(&state, 1, patience.wholeMilliseconds) > 0 else { return ETIMEDOUT }
        var cause: Int32 = 0
        var size = socklen_t(MemoryLayout<Int32>.size)
        guard getsockopt(socket, SOL_SOCKET, SO_ERROR, &cause, &size) == 0 else { return errno }
        return cause
    }
}
