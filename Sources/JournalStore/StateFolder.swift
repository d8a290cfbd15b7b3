import Glibc
import SQLite

/// The agent's state folder, held by one process at a time.
final class StateFolder: Sendable {
    let path: String
    private let lock: FolderLock

    /// Makes the folder when it is not there, and takes its lock.
    init(_ path: String) throws(JournalError) {
        lock = try StateFolder.locked(path)
        self.path = path
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

    private static func locked(_ path: String) throws(JournalError) -> FolderLock {
        if mkdir(path, 0o700) != 0, errno != EEXIST {
            throw JournalError(
                .unavailable,
                "cannot make the state folder \(path): \(reason()); "
                    + "make its parent, or name another with 'state:'")
        }
        do throws(FolderLock.Trouble) {
            return try FolderLock(in: path)
        } catch {
            switch error {
            case .inUse:
                throw JournalError(
                    .inUse,
                    "the state folder \(path) is in use by another agent; stop that one first")
            case .unwritable: throw unwritable(path)
            }
        }
    }

    private static func unwritable(_ path: String) -> JournalError {
        JournalError(
            .unavailable,
            "cannot write in the state folder \(path): \(reason()); "
                + "give it to the user that runs the agent")
    }

    private static func reason() -> String { String(cString: strerror(errno)) }
}
