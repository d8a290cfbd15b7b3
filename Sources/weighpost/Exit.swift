import ArgumentParser
import Glibc
import Wire

/// How the program ends, by `sysexits.h`.
enum Exit {
    /// Something readable does not verify.
    static let refuted = ExitCode(1)
    /// A file cannot be read at all.
    static let unreadable = ExitCode(65)
    /// Something outside cannot be reached or is in use.
    static let unavailable = ExitCode(69)
    /// A file cannot be made.
    static let cannotCreate = ExitCode(73)
    /// The configuration is wrong.
    static let configuration = ExitCode(78)

    /// Says what failed on the error channel, and ends with `code`.
    static func failing(_ code: ExitCode, _ message: String) -> ExitCode {
        complain("weighpost: \(message.printable(keepingLines: true))\n")
        return code
    }

    /// Writes to the error channel.
    static func complain(_ text: String) {
        Output.write(text, to: STDERR_FILENO)
    }
}

/// Lines on standard output, whole and at once: a reader at the other end of a pipe sees each as
/// it happens.
enum Output {
    /// Writes a line, or several; what files and devices say in it cannot steer a terminal.
    static func line(_ text: String) {
        write(text.printable(keepingLines: true) + "\n", to: STDOUT_FILENO)
    }

    /// Writes all of it, unbuffered; a reader that went away is not the program's trouble.
    static func write(_ text: String, to descriptor: Int32) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }
}
