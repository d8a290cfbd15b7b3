import Foundation

/// What the agent costs while nothing happens: scale, broker and nodes are all away.
enum AgentFigures {
    private static let runs = 3
    private static let settling = Duration.seconds(3)
    private static let watching = Duration.seconds(10)

    /// Memory and processor time of `weighpost run`, as the system accounts them (proc(5)).
    static func measured() async throws -> [Figure] {
        var samples: [ProcessUse] = []
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

    private static func sample() async throws -> ProcessUse {
        let site = try BenchSite()
        let agent = try site.start(["run", "--config", site.configuration])
        defer { site.stop(agent) }
        return try await ProcessUse.of(agent, after: settling, watching: watching)
    }
}
