extension Duration {
    /// The duration as people say it, in its two largest units and rounded down: "2 h 5 min".
    ///
    /// Days have 24 hours; below a second it is "under 1 s".
    package var inWords: String {
        let seconds = components.seconds
        guard seconds >= 1 else { return "under 1 s" }
        let parts = [
            (seconds / 86_400, "d"), (seconds / 3600 % 24, "h"), (seconds / 60 % 60, "min"),
            (seconds % 60, "s"),
        ]
        let largest = parts.drop { $0.0 == 0 }
        return largest.prefix(2).filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
            .joined(separator: " ")
    }

    /// Microseconds, rounded down; it stays at the end of the number range when it is longer.
    var wholeMicroseconds: Int64 {
        let (seconds, attoseconds) = components
        let (product, overflows) = seconds.multipliedReportingOverflow(by: 1_000_000)
        let (sum, exceeds) = product.addingReportingOverflow(attoseconds / 1_000_000_000_000)
        guard overflows || exceeds else { return sum }
        return seconds < 0 ? .min : .max
    }
}
