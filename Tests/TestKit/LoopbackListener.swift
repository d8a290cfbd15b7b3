import Foundation
import Glibc
import Synchronization

/// A listening socket on 127.0.0.1 with a thread of its own that takes connections, for one test.
///
/// Only that thread closes the socket: its number may belong to somebody else a moment later, and
/// to close it from two sides would end a connection of another test.
package final class LoopbackListener: Sendable {
    package let port: UInt16
    /// The socket while its thread takes connections.
    private let socket: Mutex<Int32?>

    /// Listens on a free port; `serve` owns each connection, on a thread of its own, and closes it.
    package init(serve: @escaping @Sendable (Int32) -> Void) throws {
        port = try FreePort.next()
        let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var yes: Int32 = 1
        setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        address.sin_port = port.bigEndian
        let failure = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard failure == 0, listen(socket, 64) == 0 else {
            let cause = errno
            close(socket)
            throw FreePort.NoFreePort(cause: cause)
        }
        self.socket = Mutex(socket)
        Thread.detachNewThread { [self] in takeConnections(of: socket, serve) }
    }

    /// Takes no more connections; the thread ends and frees the port a moment later.
    package func stop() {
        socket.withLock { if let socket = $0 { _ = shutdown(socket, Int32(SHUT_RDWR)) } }
    }

    private func takeConnections(
        of listening: Int32, _ serve: @escaping @Sendable (Int32) -> Void
    ) {
        while true {
            let connection = accept(listening, nil, nil)
            if connection < 0 && (errno == EINTR || errno == ECONNABORTED) { continue }
            guard connection >= 0 else { break }
            _ = fcntl(connection, F_SETFD, FD_CLOEXEC)
            Thread.detachNewThread { serve(connection) }
        }
        socket.withLock { socket in
            close(listening)
            socket = nil
        }
    }
}
