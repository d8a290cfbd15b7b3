import Glibc

/// The address of a unix socket: a path, or with a leading `@` a name outside the file system.
struct UnixAddress: Sendable {
    private var storage = sockaddr_un()
    private let length: socklen_t

    /// Nil when the name is longer than the system allows (107 bytes, unix(7)).
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

    func withSockaddr<R>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> R) -> R {
        withUnsafePointer(to: storage) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, length) }
        }
    }
}
