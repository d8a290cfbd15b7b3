/// Times work by the monotonic clock.
enum Ruler {
    /// Seconds that `work` took.
    static func seconds(_ work: () throws -> Void) rethrows -> Double {
        let duration = try ContinuousClock().measure(work)
        return duration / .seconds(1)
    }

    /// Seconds that `work` took, for work that waits.
    static func seconds(_ work: () async throws -> Void) async rethrows -> Double {
        let clock = ContinuousClock()
        let start = clock.now
        try await work()
        return (clock.now - start) / .seconds(1)
    }

    /// How often a second `work` can be done, in each of some runs after one that does not count.
    ///
    /// One run does `work` `count` times in a row.
    static func perSecond(
        runs: Int = 7, count: Int, _ work: (Int) throws -> Void
    ) rethrows -> [Double] {
        try secondsEach(runs: runs, count: count, work).map { 1 / $0 }
    }

    /// How many seconds `work` takes once, in each of some runs after one that does not count.
    static func secondsEach(
        runs: Int = 7, count: Int, _ work: (Int) throws -> Void
    ) rethrows -> [Double] {
        let all = try (0...runs).map { _ in
            try seconds { for turn in 0..<count { try work(turn) } } / Double(count)
        }
        return Array(all.dropFirst())
    }
}

/// Why a figure cannot be told.
struct BenchTrouble: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
