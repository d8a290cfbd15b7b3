import Glibc

/// Finds ports on the loopback address that nobody listens on.
package enum FreePort {
    /// A TCP port that was free a moment ago.
    ///
    /// The system hands out another one each time for a good while, so two tests that run at the
    /// same time do not meet.
    package static func next() throws -> UInt16 {
        let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(socket) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let failure = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(socket, address, length) == -1 || getsockname(socket, address, &length) == -1
            }
        }
        guard !failure else { throw NoFreePort(cause: errno) }
        return UInt16(bigEndian: address.sin_port)
    }

    /// The system had none: `cause` is its error number.
    package struct NoFreePort: Error {
        package let cause: Int32

        package init(cause: Int32) { self.cause = cause }
    }
}
