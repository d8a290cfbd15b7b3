import Glibc

/// Many connections at once, held open until the crowd goes; none of them blocks anybody.
package final class Crowd: Sendable {
    /// Where they all go.
    package enum Place: Sendable {
        case socket(String)
        /// A port of the loopback.
        case port(Int)
    }

    private let files: [Int32]

    /// Opens so many descriptors and lets them connect.
    ///
    /// Those for which the other side's kernel has no room in its queue are held all the same: on
    /// TCP they come in later, on a unix socket never.
    package init(_ count: Int, to place: Place) throws {
        try Crowd.makeRoom(for: count)
        var files: [Int32] = []
        for _ in 0..<count {
            let file = Crowd.connect(to: place)
            guard file >= 0 else {
                let cause = errno
                files.forEach { close($0) }
                throw Trouble("\(files.count) are there: \(String(cString: strerror(cause)))")
            }
            files.append(file)
        }
        self.files = files
    }

    deinit { files.forEach { close($0) } }

    /// How many there are, whether they came in or wait.
    package var count: Int { files.count }

    /// How many the other side's kernel has let in so far.
    package var connected: Int {
        files.count { file in
            var address = sockaddr_storage()
            var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
            return withUnsafeMutablePointer(to: &address) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    getpeername(file, $0, &size) == 0
                }
            }
        }
    }

    /// Sends something over each connection whose number is in `numbers`, where it may.
    package func send(_ text: String, over numbers: Range<Int>) {
        for file in files[numbers] {
            _ = Array(text.utf8).withUnsafeBytes {
                Glibc.send(file, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
        }
    }

    /// The beginnings of the answers that have come back over the connections in `numbers`.
    package func answers(over numbers: Range<Int>) -> [RawAnswer] {
        files[numbers].compactMap { file in
            var buffer = [UInt8](repeating: 0, count: 65_536)
            let count = recv(file, &buffer, buffer.count, 0)
            guard count > 0 else { return nil }
            let text = String(decoding: buffer[..<count], as: UTF8.self)
            return text.hasPrefix("HTTP/") ? RawAnswer(text) : nil
        }
    }

    /// A thousand descriptors are more than a process usually may have.
    private static func makeRoom(for count: Int) throws {
        var room = rlimit()
        let needed = rlim_t(count + 1_024)
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &room) == 0 else {
            throw Trouble("nobody says how many files may be open")
        }
        guard room.rlim_cur < needed else { return }
        guard room.rlim_max >= needed else {
            throw Trouble("no more than \(room.rlim_max) files may be open here")
        }
        room.rlim_cur = needed
        guard setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &room) == 0 else {
            throw Trouble("\(needed) files may not be open at once")
        }
    }

    private static func connect(to place: Place) -> Int32 {
        let kind = Int32(
            SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
        switch place {
        case .socket(let path):
            var address = sockaddr_un()
            address.sun_family = sa_family_t(AF_UNIX)
            withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
            return open(AF_UNIX, kind, &address)
        case .port(let port):
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_addr.s_addr = inet_addr("127.0.0.1")
            address.sin_port = UInt16(port).bigEndian
            return open(AF_INET, kind, &address)
        }
    }

    /// A descriptor that connects; negative where there is none to be had.
    private static func open<Address>(
        _ family: Int32, _ kind: Int32, _ address: inout Address
    ) -> Int32 {
        let file = Glibc.socket(family, kind, 0)
        guard file >= 0 else { return file }
        // In progress, or no room in the queue: both are what a crowd is.
        _ = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(file, $0, socklen_t(MemoryLayout<Address>.size))
            }
        }
        return file
    }
}
