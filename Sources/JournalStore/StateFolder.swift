import Glibc

/// The agent's state folder, held by one process at a time.
///
/// The lock is the kernel's (`flock(2)`): it ends with the process, however that ends.
final class StateFolder: Sendable {
    let path: String
    private let descriptor: Int32

    /// Makes the folder when it is not there, and takes its lock.
    init(_ path: String) throws(JournalError) {
        self.path = path
        if mkdir(path, 0o700) != 0, errno != EEXIST {
            throw JournalError(
                .unavailable,
                "cannot make the state folder \(path): \(StateFolder.reason()); "
                    + "make its parent, or name another with 'state:'")
        }
        descriptor = open("\(path)/lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw JournalError(
                .unavailable,
                "cannot write in the state folder \(path): \(StateFolder.reason()); "
                    + "give it to the user that runs the agent")
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw JournalError(
                .inUse,
                "the state folder \(path) is in use by another agent; stop that one first")
        }
    }

    deinit {
        close(descriptor)
    }

    private static func reason() -> String { String(cString: strerror(errno)) }
}
