import Glibc
import TestKit

/// A socket that journald would listen on, and its reading of the native protocol.
final class JournaldListener {
    /// One message, as it came.
    struct Message {
        let fields: [(name: String, value: String)]
        /// The seals of the memory it came in (F_GET_SEALS, fcntl(2)); nil for a datagram.
        let seals: Int32?

        /// The only value of a field; nil when there is none, or more than one.
        subscript(name: String) -> String? {
            let values = fields.filter { $0.name == name }.map(\.value)
            return values.count == 1 ? values[0] : nil
        }
    }

    private let descriptor: Int32
    private let path: String

    init(path: String) throws {
        self.path = path
        descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let bound = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard bound == 0 else { throw Trouble("no socket at \(path): errno \(errno)") }
    }

    deinit {
        close(descriptor)
        unlink(path)
    }

    /// The next message that has arrived; a datagram between two sockets is there at once.
    func next() throws -> Message? {
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        var control = [UInt8](repeating: 0, count: 64)
        var controlLength = 0
        let count = buffer.withUnsafeMutableBytes { bytes in
            control.withUnsafeMutableBytes { control in
                var part = iovec(iov_base: bytes.baseAddress, iov_len: bytes.count)
                return withUnsafeMutablePointer(to: &part) { part in
                    var header = msghdr()
                    (header.msg_iov, header.msg_iovlen) = (part, 1)
                    header.msg_control = control.baseAddress
                    header.msg_controllen = control.count
                    let count = recvmsg(
                        descriptor, &header, Int32(MSG_DONTWAIT) | Int32(MSG_CMSG_CLOEXEC))
                    controlLength = header.msg_controllen
                    return count
                }
            }
        }
        guard count >= 0 else { return nil }
        guard controlLength > 0 else {
            return Message(fields: try NativeFields.read(Array(buffer[..<count])), seals: nil)
        }
        guard count == 0 else { throw Trouble("memory comes in an empty datagram") }
        return try message(in: passed(control))
    }

    /// The descriptor behind the header of a control message, cmsg(3).
    private func passed(_ control: [UInt8]) -> Int32 {
        control.withUnsafeBytes {
            $0.load(fromByteOffset: MemoryLayout<cmsghdr>.size, as: Int32.self)
        }
    }

    private func message(in memory: Int32) throws -> Message {
        defer { close(memory) }
        var file = stat()
        guard fstat(memory, &file) == 0 else { throw Trouble("no file was passed") }
        var bytes = [UInt8](repeating: 0, count: Int(file.st_size))
        guard pread(memory, &bytes, bytes.count, 0) == bytes.count else {
            throw Trouble("the memory is shorter than it says")
        }
        let F_GET_SEALS: Int32 = 1034
        return Message(fields: try NativeFields.read(bytes), seals: fcntl(memory, F_GET_SEALS))
    }
}
