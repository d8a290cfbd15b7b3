import Glibc

/// What this process takes of the box.
///
/// `/proc/self` stays visible under `ProcSubset=pid` and `ProtectProc=invisible`
/// (systemd.exec(5)).
package struct ProcessFigures: Hashable, Sendable {
    /// Bytes in memory (`VmRSS`, proc(5)): pages of the program's own file included.
    package let resident: Int64
    /// Bytes in memory that no file backs (`RssAnon`): what the agent itself has grown to.
    package let anonymous: Int64
    /// Open file descriptors.
    package let openFiles: Int
    /// Time on a processor since the start, user and system together (getrusage(2)).
    package let processorTime: Duration

    /// Reads the figures; nil where `/proc` is hidden or tells them otherwise.
    package static func read(from directory: String = "/proc/self") -> ProcessFigures? {
        guard let status = KernelFile.text(of: directory + "/status", atMost: 8192),
            let resident = bytes(of: "VmRSS", in: status),
            let anonymous = bytes(of: "RssAnon", in: status),
            let openFiles = entries(of: directory + "/fd"),
            let processorTime = processorTime()
        else { return nil }
        return ProcessFigures(
            resident: resident, anonymous: anonymous, openFiles: openFiles,
            processorTime: processorTime)
    }

    /// The value of a line like `VmRSS:     5620 kB`; the kernel's kB are 1024 bytes.
    private static func bytes(of name: String, in status: String) -> Int64? {
        for line in status.split(separator: "\n") where line.hasPrefix(name + ":") {
            let words = line.split { $0 == " " || $0 == "\t" }
            guard words.count == 3, words[2] == "kB", let count = Int64(words[1]) else {
                return nil
            }
            let (bytes, overflows) = count.multipliedReportingOverflow(by: 1024)
            return overflows ? nil : bytes
        }
        return nil
    }

    /// How many descriptors are listed, the one that reads the list not counted.
    private static func entries(of path: String) -> Int? {
        guard let directory = opendir(path) else { return nil }
        defer { closedir(directory) }
        var count = 0
        while readdir(directory) != nil { count += 1 }
        // The list names itself, its parent, and the descriptor that reads it.
        return max(0, count - 3)
    }

    private static func processorTime() -> Duration? {
        var usage = rusage()
        guard getrusage(RUSAGE_SELF.rawValue, &usage) == 0 else { return nil }
        return duration(usage.ru_utime) + duration(usage.ru_stime)
    }

    private static func duration(_ time: timeval) -> Duration {
        .seconds(Int64(time.tv_sec)) + .microseconds(Int64(time.tv_usec))
    }
}
