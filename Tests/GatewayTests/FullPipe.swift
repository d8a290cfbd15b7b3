import Glibc
import TestKit

/// A pipe in the file system that is full, and that nobody reads.
final class FullPipe: Sendable {
    private let descriptor: Int32

    init(path: String) throws {
        guard mkfifo(path, 0o600) == 0 else { throw Trouble("no pipe at \(path): \(errno)") }
        // For reading and writing: whoever opens it to write finds a reader.
        descriptor = open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { throw Trouble("\(path) does not open: \(errno)") }
        let byte = UInt8(ascii: "\n")
        while withUnsafeBytes(of: byte, { write(descriptor, $0.baseAddress, 1) }) == 1 {}
    }

    deinit { close(descriptor) }

    /// Takes out all that there is.
    func read() -> String {
        var (text, buffer): ([UInt8], [UInt8]) = ([], Array(repeating: 0, count: 65_536))
        while true {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            guard count > 0 else { return String(decoding: text, as: UTF8.self) }
            text += buffer[..<count]
        }
    }
}
