import Glibc
import NIOCore

/// Where the unix socket stands, and who may open it.
package struct SocketPlace: Hashable, Sendable {
    /// The path; its folder exists.
    package let path: String
    /// The permission bits, 0660 for its owner and group.
    package let mode: UInt32

    package init(path: String, mode: UInt32) { (self.path, self.mode) = (path, mode) }

    /// A path longer than this is no address of a socket (unix(7), `sun_path` and its zero).
    static let longest = 107

    /// The folder that the socket stands in.
    var folder: String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// Refuses a path that somebody else stands at; what a dead process left may be replaced.
    func checkIsFree() throws(ControlError) {
        var facts = stat()
        guard lstat(path, &facts) == 0 else {
            if errno == ENOENT { return }
            throw failure("cannot look at it", errno)
        }
        guard facts.st_mode & S_IFMT == S_IFSOCK else {
            throw ControlError(
                .socket, "\(path) is there and no socket; remove it, or name another path")
        }
        switch try probe() {
        case ECONNREFUSED, ENOENT: return
        case 0, EAGAIN:
            throw ControlError(
                .inUse, "a living process answers at \(path); stop it, or name another path")
        case let cause: throw failure("a socket is there that cannot be asked", cause)
        }
    }

    /// Connects to what stands at the path: 0, or the error's number (connect(2)).
    private func probe() throws(ControlError) -> Int32 {
        let flags = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
        let socket = Glibc.socket(AF_UNIX, flags, 0)
        guard socket >= 0 else { throw failure("no socket to ask with", errno) }
        defer { close(socket) }
        do {
            return try SocketAddress(unixDomainSocketPath: path).withSockAddr { address, size in
                connect(socket, address, socklen_t(size)) == 0 ? 0 : errno
            }
        } catch {
            throw ControlError(.socket, "\(path) is no path of a socket: \(error)")
        }
    }

    func failure(_ what: String, _ cause: Int32) -> ControlError {
        let words = String(cString: strerror(cause))
        return ControlError(
            .socket, "the control socket \(path): \(what): \(words); look at its folder")
    }
}
