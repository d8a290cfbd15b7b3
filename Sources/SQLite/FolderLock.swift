import Glibc

/// A folder of databases, held by one process at a time.
///
/// The lock is the kernel's (`flock(2)`), on a file `lock` in the folder: it ends with the process,
/// however that ends.
package final class FolderLock: Sendable {
    /// Why it was not had.
    package enum Trouble: Error, Hashable, Sendable {
        /// Another process holds it.
        case inUse
        /// What the system says.
        case unwritable(String)
    }

    private let descriptor: Int32

    /// Takes the lock of a folder that is there.
    ///
    /// A process that was just told to stop, or a child that is about to become another program, may
    /// hold it a moment longer: that is waited for.
    package init(in folder: String) throws(Trouble) {
        // Nothing is this object's before it holds the lock: `deinit` closes what it holds, once.
        let lock = unsafe open("\(folder)/lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard lock >= 0 else { throw unsafe .unwritable(String(cString: strerror(errno))) }
        for _ in 0..<Self.tries {
            if flock(lock, LOCK_EX | LOCK_NB) == 0 {
                descriptor = lock
                return
            }
            usleep(Self.pause)
        }
        close(lock)
        throw .inUse
    }

    deinit {
        close(descriptor)
    }

    /// Half a second in all.
    private static let tries = 25
    private static let pause: UInt32 = 20_000
}
