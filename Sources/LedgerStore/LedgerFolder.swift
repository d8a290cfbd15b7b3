import SQLite

/// The state folder of a node, held by one process at a time: two that commit to one ledger ruin it.
package final class LedgerFolder: Sendable {
    private let lock: FolderLock

    /// Takes the folder; it is held until the process ends.
    package init(_ path: String) throws(LedgerStoreError) {
        do throws(FolderLock.Trouble) {
            lock = try FolderLock(in: path)
        } catch {
            switch error {
            case .inUse:
                throw LedgerStoreError(
                    .inUse,
                    "the state folder \(path) is in use by another weighpost-node; stop that one "
                        + "first, or name another folder with --state")
            case .unwritable(let reason):
                throw LedgerStoreError(
                    .unavailable,
                    "cannot write in the state folder \(path): \(reason); is it there, and this "
                        + "user's?")
            }
        }
    }
}
