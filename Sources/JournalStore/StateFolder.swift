import Glibc

/// The agent's state folder, held by one process at a time.
///
/// The lock is the kernel's (`flock(2)`): it ends with the process, however that ends.
final class StateFolder: Sendable {
    let path: String
    private let descriptor: Int32

    /// Makes the folder when it is not there, and takes its lock.
    init(_ path: String) throws(JournalError) {
        // Nothing is this object's before it holds the lock: `deinit` closes what it holds, once.
        let lock = try StateFolder.locked(path)
        (self.path, descriptor) = (path, lock)
    }

    deinit {
        close(descriptor)
    }

    /// Makes a file for its owner alone, or makes one such, before SQLite opens it.
    ///
    /// SQLite gives its log and its shared memory the mode of the database. The folder may be one
    /// that others can look into, as service managers make them.
    func makePrivate(_ name: String) throws(JournalError) {
        let file = open("\(path)/\(name)", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw StateFolder.unwritable(path) }
        defer { close(file) }
        guard fchmod(file, 0o600) == 0 else { throw StateFolder.unwritable(path) }
    }

    /// The descriptor of the folder's lock file, locked.
    private static func locked(_ path: String) throws(JournalError) -> Int32 {
        if mkdir(path, 0o700) != 0, errno != EEXIST {
            throw JournalError(
                .unavailable,
                "cannot make the state folder \(path): \(reason()); "
                    + "make its parent, or name another with 'state:'")
        }
        let lock = open("\(path)/lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard lock >= 0 else { throw unwritable(path) }
        // An agent that was just told to stop, or a child that is about to become another program,
        // may hold it a moment longer.
        for _ in 0..<lockTries {
            if flock(lock, LOCK_EX | LOCK_NB) == 0 { return lock }
            usleep(lockPause)
        }
        close(lock)
        throw JournalError(
            .inUse, "the state folder \(path) is in use by another agent; stop that one first")
    }

    /// Half a second in all.
    private static let lockTries = 25
    private static let lockPause: UInt32 = 20_000

    private static func unwritable(_ path: String) -> JournalError {
        JournalError(
            .unavailable,
            "cannot write in the state folder \(path): \(reason()); "
                + "give it to the user that runs the agent")
    }

    private static func reason() -> String { String(cString: strerror(errno)) }
}
