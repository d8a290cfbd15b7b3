import Glibc

/// How much room is left on the file system under a path.
package struct DiskSpace: Hashable, Sendable {
    /// The path that was asked for.
    package let path: String
    /// Bytes left for a user without privileges: the reserve of root is not counted (`f_bavail`).
    package let free: Int64
    /// Bytes of the whole file system (`f_blocks`).
    package let total: Int64

    /// Asks the system, statvfs(3); nil where the path is not there or may not be seen.
    package static func read(at path: String) -> DiskSpace? {
        var answer = statvfs()
        guard statvfs(path, &answer) == 0 else { return nil }
        // Blocks are counted in fragments, not in `f_bsize`.
        let fragment = UInt64(answer.f_frsize)
        return DiskSpace(
            path: path, free: bytes(UInt64(answer.f_bavail), of: fragment),
            total: bytes(UInt64(answer.f_blocks), of: fragment))
    }

    /// Some file systems tell numbers beyond every disk; those stay at the end of the range.
    private static func bytes(_ blocks: UInt64, of size: UInt64) -> Int64 {
        let (product, overflows) = blocks.multipliedReportingOverflow(by: size)
        return overflows ? .max : Int64(clamping: product)
    }
}
