import ArgumentParser
import Glibc
import Wire

/// How the program ends, by `sysexits.h`, and where it writes.
enum NodeExit {
    static let refuted = ExitCode(1)
    static let unreadable = ExitCode(65)
    static let unavailable = ExitCode(69)
    static let cannotCreate = ExitCode(73)

    /// Says what failed on the error channel, and ends with `code`.
    static func failing(_ code: ExitCode, _ message: String) -> ExitCode {
        warn(message)
        return code
    }

    /// One line on the error channel.
    static func warn(_ message: String) {
        put("weighpost-node: \(message.printable())\n", STDERR_FILENO)
    }

    /// One line on standard output, at once.
    ///
    /// What files and nodes say in it stays on that line and cannot steer a terminal: authorities
    /// compare what they read here.
    static func line(_ text: String) {
        put(text.printable() + "\n", STDOUT_FILENO)
    }

    /// Writes all of it, unbuffered; a reader that went away is not the program's trouble.
    private static func put(_ text: String, _ descriptor: Int32) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }

    /// A file's bytes.
    static func read(_ path: String) throws -> [UInt8] {
        guard let file = fopen(path, "rb") else {
            throw failing(unreadable, "cannot read \(path): \(String(cString: strerror(errno)))")
        }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = fread(&buffer, 1, buffer.count, file)
            guard count > 0 else { return bytes }
            bytes += buffer[..<count]
            guard bytes.count <= 16 << 20 else {
                throw failing(unreadable, "\(path) is larger than anything of ours")
            }
        }
    }

    /// Writes a file; an existing one only where `replaces`.
    static func write(_ bytes: [UInt8], to path: String, replaces: Bool = false) throws {
        guard let file = fopen(path, replaces ? "wb" : "wbx") else {
            throw failing(
                cannotCreate, "cannot write \(path): \(String(cString: strerror(errno)))")
        }
        let count = fwrite(bytes, 1, bytes.count, file)
        guard fclose(file) == 0, count == bytes.count else {
            throw failing(cannotCreate, "cannot write \(path)")
        }
    }

    /// Seconds since 1970.
    static var now: Int64 { Int64(time(nil)) }
}
