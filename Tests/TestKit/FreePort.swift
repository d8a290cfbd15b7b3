import Glibc
import Synchronization

/// Finds ports on the loopback address that nobody listens on.
package enum FreePort {
    /// Below the ports that the system hands out by itself, to every connection that goes out and
    /// to every server that asks for port 0: such a port may be taken again before it is used.
    private static let candidates: ClosedRange<UInt16> = 20_000...31_999
    private static let last = Mutex(UInt16.random(in: candidates))

    /// A TCP port that was free a moment ago; another one each time.
    package static func next() throws -> UInt16 {
        for _ in candidates {
            let port = last.withLock { last in
                last = last == candidates.upperBound ? candidates.lowerBound : last + 1
                return last
            }
            if isFree(port) { return port }
        }
        throw NoFreePort(cause: EADDRINUSE)
    }

    private static func isFree(_ port: UInt16) -> Bool {
        // Not to be inherited: a broker that is started meanwhile would keep the port taken.
        let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        defer { close(socket) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        address.sin_port = port.bigEndian
        return withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }

    /// The system had none: `cause` is its error number.
    package struct NoFreePort: Error {
        package let cause: Int32

        package init(cause: Int32) { self.cause = cause }
    }
}
