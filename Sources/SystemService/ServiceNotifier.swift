import Glibc

/// Tells the service manager how the agent is doing: one datagram a message.
///
/// The protocol of `sd_notify(3)`, spoken without its library: lines of `KEY=value` to the socket
/// named in `NOTIFY_SOCKET`. Where nobody listens, nothing is sent and nothing fails: the agent
/// runs the same in a terminal.
package struct ServiceNotifier: Sendable {
    private let address: String?

    /// A notifier for the socket that `NOTIFY_SOCKET` names; silent where it is not set.
    package init(environment: [String: String]) {
        let named = environment["NOTIFY_SOCKET"]
        address = named.flatMap { $0.isEmpty ? nil : $0 }
    }

    /// The readings, the journal and the delivery are running.
    package func ready(_ status: String) {
        send("READY=1\nSTATUS=\(oneLine(status))\nMAINPID=\(getpid())")
    }

    /// What the agent is doing, in words, for `systemctl status`.
    package func status(_ text: String) {
        send("STATUS=\(oneLine(text))")
    }

    /// The agent has begun to stop; what is acknowledged is already durable.
    package func stopping() {
        send("STOPPING=1\nSTATUS=stopping")
    }

    private func oneLine(_ text: String) -> String {
        String(text.map { $0.isNewline ? " " : $0 })
    }

    /// Sends one datagram; a manager that does not listen is not the agent's trouble.
    private func send(_ message: String) {
        guard let address, var place = UnixAddress(address) else { return }
        let socket = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard socket >= 0 else { return }
        defer { close(socket) }
        let bytes = Array(message.utf8)
        _ = place.withSockaddr { pointer, length in
            sendto(socket, bytes, bytes.count, Int32(MSG_NOSIGNAL), pointer, length)
        }
    }
}

/// The address of a unix socket: a path, or with a leading `@` a name outside the file system.
struct UnixAddress {
    private var storage = sockaddr_un()
    private let length: socklen_t

    /// Nil when the name is longer than the system allows (107 bytes).
    init?(_ name: String) {
        var path = Array(name.utf8)
        let capacity = MemoryLayout.size(ofValue: storage.sun_path)
        guard !path.isEmpty, path.count < capacity else { return nil }
        let isAbstract = path[0] == UInt8(ascii: "@")
        if isAbstract { path[0] = 0 }
        storage.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &storage.sun_path) { $0.copyBytes(from: path) }
        let header = MemoryLayout<sockaddr_un>.offset(of: \.sun_path) ?? 2
        length = socklen_t(header + path.count + (isAbstract ? 0 : 1))
    }

    mutating func withSockaddr<R>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> R) -> R {
        let length = length
        return withUnsafePointer(to: &storage) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, length) }
        }
    }
}
