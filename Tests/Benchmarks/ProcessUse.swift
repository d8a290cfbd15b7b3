import Foundation
import Glibc
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
        let before = try ticks(id)
        let seconds = try await Ruler.seconds { try await Task.sleep(for: watching) }
        let used = try ticks(id) - before
        guard process.status == nil else { throw BenchTrouble("the process ended by itself") }
        let status = try String(contentsOfFile: "/proc/\(id)/status", encoding: .utf8)
        return ProcessUse(
            rss: try mebibytes("VmRSS", in: status),
            anonymous: try mebibytes("RssAnon", in: status),
            processor: 100 * Double(used) / Double(sysconf(Int32(_SC_CLK_TCK))) / seconds)
    }

    /// User and system time so far, in clock ticks: fields 14 and 15 of `/proc/PID/stat`.
    private static func ticks(_ process: Int32) throws -> Int {
        let path = "/proc/\(process)/stat"
        guard let line = try? String(contentsOfFile: path, encoding: .utf8) else {
            // The file goes with the process: that is the reason worth telling.
            throw BenchTrouble("the process ended by itself")
        }
        // The name, in brackets, may hold blanks; field 3 follows it.
        let fields = line.split(separator: ")").last?.split(separator: " ") ?? []
        guard fields.count > 12, let user = Int(fields[11]), let system = Int(fields[12]) else {
            throw BenchTrouble("\(path) cannot be read: \(line)")
        }
        return user + system
    }

    private static func mebibytes(_ name: String, in status: String) throws -> Double {
        let line = status.split(separator: "\n").first { $0.hasPrefix("\(name):") }
        let words = line?.split(whereSeparator: \.isWhitespace) ?? []
        guard words.count == 3, words[2] == "kB", let number = Double(words[1]) else {
            throw BenchTrouble("the system does not tell \(name)")
        }
        return number / 1024
    }
}
