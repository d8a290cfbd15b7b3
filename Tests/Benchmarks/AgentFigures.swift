import Foundation
import Glibc
import TestKit

/// What the agent costs while nothing happens: scale, broker and nodes are all away.
enum AgentFigures {
    private static let runs = 3
    private static let settling = Duration.seconds(3)
    private static let watching = Duration.seconds(10)

    /// Memory and processor time of `weighpost run`, as the system accounts them (proc(5)).
    static func measured() async throws -> [Figure] {
        var samples: [Sample] = []
        for _ in 0..<runs { samples.append(try await sample()) }
        let about = "weighpost run with everything away, after 13 s"
        return [
            Figure("idle-rss", unit: "MiB", about: "\(about): VmRSS", runs: samples.map(\.rss)),
            Figure(
                "idle-rss-anon", unit: "MiB", about: "\(about): RssAnon",
                runs: samples.map(\.anonymous)),
            Figure(
                "idle-cpu", unit: "%",
                about: "weighpost run with everything away: user and system time in 10 s, "
                    + "as a share of one core",
                runs: samples.map(\.processor)),
        ]
    }

    /// One run: MiB, MiB, percent of a core.
    private struct Sample {
        let rss: Double
        let anonymous: Double
        let processor: Double
    }

    private static func sample() async throws -> Sample {
        let site = try IdleSite()
        let agent = try site.start(["run", "--config", site.configuration])
        defer { site.stop(agent) }
        try await Task.sleep(for: settling)
        let id = agent.processIdentifier
        let before = try ticks(id)
        let seconds = try await Ruler.seconds { try await Task.sleep(for: watching) }
        let used = try ticks(id) - before
        guard agent.isRunning else { throw BenchTrouble("the agent ended by itself") }
        let status = try String(contentsOfFile: "/proc/\(id)/status", encoding: .utf8)
        return Sample(
            rss: try mebibytes("VmRSS", in: status),
            anonymous: try mebibytes("RssAnon", in: status),
            processor: 100 * Double(used) / Double(sysconf(Int32(_SC_CLK_TCK))) / seconds)
    }

    /// User and system time so far, in clock ticks: fields 14 and 15 of `/proc/PID/stat`.
    private static func ticks(_ process: Int32) throws -> Int {
        let path = "/proc/\(process)/stat"
        guard let line = try? String(contentsOfFile: path, encoding: .utf8) else {
            // The file goes with the process: that is the reason worth telling.
            throw BenchTrouble("the agent ended by itself")
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
