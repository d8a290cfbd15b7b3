import Foundation
import Glibc

/// A datagram socket in the file system, as the service manager opens one.
package final class NotifyListener: Sendable {
    private let socket: Int32
    private let path: String

    /// Listens under a path, or outside the file system under a name that begins with `@`.
    package init?(path: String) {
        self.path = path
        socket = Glibc.socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        var bytes = Array(path.utf8)
        // A name that begins with a zero byte lies outside the file system (unix(7)).
        if bytes.first == UInt8(ascii: "@") { bytes[0] = 0 }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        let end = bytes.count + (bytes.first == 0 ? 0 : 1)
        let length = socklen_t((MemoryLayout<sockaddr_un>.offset(of: \.sun_path) ?? 2) + end)
        let bound = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(socket, $0, length) }
        }
        var patience = timeval(tv_sec: 2, tv_usec: 0)
        setsockopt(
            socket, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        guard socket >= 0, bound == 0 else { return nil }
    }

    deinit {
        close(socket)
        if !path.hasPrefix("@") { unlink(path) }
    }

    /// The next message; nil when none came within two seconds.
    package func next() -> String? {
        // As many as the service manager reads; it throws longer ones away.
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = recv(socket, &buffer, buffer.count, 0)
        return count > 0 ? String(decoding: buffer[..<count], as: UTF8.self) : nil
    }
}
