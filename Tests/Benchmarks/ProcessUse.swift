import SiteLab
import TestKit

/// What a process costs, as the system accounts it (proc(5)).
struct ProcessUse {
    /// MiB that are resident, and those of them that belong to no file.
    let rss: Double
    let anonymous: Double
    /// User and system time, in percent of a core.
    let processor: Double

    /// Looks at a process that has had time to settle, for a while.
    static func of(
        _ process: Child, after settling: Duration, watching: Duration
    ) async throws -> ProcessUse {
        try await Task.sleep(for: settling)
        guard let id = process.pid else { throw BenchTrouble("the process ended by itself") }
        let before = try ProcessLook(at: id)
        let seconds = try await Ruler.seconds { try await Task.sleep(for: watching) }
        guard process.status == nil else { throw BenchTrouble("the process ended by itself") }
        let now = try ProcessLook(at: id)
        return ProcessUse(
            rss: Double(now.resident) / 1024, anonymous: Double(now.anonymous) / 1024,
            processor: Double(now.busy - before.busy) / 10 / seconds)
    }
}
