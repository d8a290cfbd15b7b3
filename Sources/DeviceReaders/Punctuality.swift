/// How well a unit's polls kept their rate; its jitter, in other words.
package struct Punctuality: Sendable, Hashable {
    /// Polls that took place while the unit was there.
    package private(set) var polls = 0
    /// Polls that were left out because others took too long.
    package private(set) var missed = 0
    /// The greatest delay of a poll behind its time.
    package private(set) var worst = Duration.zero
    private var total = Duration.zero

    package init() {}

    /// The mean delay of a poll behind its time; zero before the first.
    package var mean: Duration { polls == 0 ? .zero : total / polls }

    /// `36000 polls, 0 left out, late 0.2 ms on average and 12.1 ms at worst`.
    package var text: String {
        "\(polls) polls, \(missed) left out, late \(mean.millisecondsText) on average and "
            + "\(worst.millisecondsText) at worst"
    }

    /// Takes a poll that began `late`, and how many were left out after it.
    mutating func polled(late: Duration, missed: Int) {
        let late = max(late, .zero)
        polls += 1
        self.missed += missed
        total += late
        worst = max(worst, late)
    }
}

extension Duration {
    /// With one decimal: `12.1 ms`.
    fileprivate var millisecondsText: String {
        let tenths = Int64((self / .microseconds(100)).rounded())
        return "\(tenths / 10).\(tenths % 10) ms"
    }
}
