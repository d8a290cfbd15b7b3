import Glibc

/// The stream to the system's log that the service manager gave as standard output or error.
///
/// `JOURNAL_STREAM` of systemd.exec(5): device and inode, in decimal, with a colon between. That it
/// is set proves nothing, for children inherit it: the descriptor itself has to be that stream.
package struct JournaldStream: Hashable, Sendable {
    private let device: UInt64
    private let inode: UInt64

    /// Nil where the variable is not set or is no pair of numbers.
    package init?(environment: [String: String]) {
        let parts = environment["JOURNAL_STREAM"]?.split(
            separator: ":", omittingEmptySubsequences: false)
        guard let parts, parts.count == 2, let device = UInt64(parts[0]),
            let inode = UInt64(parts[1])
        else { return nil }
        (self.device, self.inode) = (device, inode)
    }

    /// Whether a descriptor, 1 or 2 as a rule, still is that stream.
    package func isBehind(_ descriptor: Int32) -> Bool {
        var file = stat()
        guard fstat(descriptor, &file) == 0 else { return false }
        return UInt64(file.st_dev) == device && UInt64(file.st_ino) == inode
    }

    /// Whether what this process prints goes to the system's log.
    package static func isConnected(environment: [String: String]) -> Bool {
        guard let stream = JournaldStream(environment: environment) else { return false }
        return stream.isBehind(STDOUT_FILENO) || stream.isBehind(STDERR_FILENO)
    }
}
