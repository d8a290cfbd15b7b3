/// A set of entries: all up to one, and some runs beyond it.
struct EntryRanges: Hashable, Sendable {
    /// Every entry up to this one is in the set.
    private(set) var through: UInt64
    /// Runs beyond `through`, ascending; none touches it or another.
    private(set) var runs: [ClosedRange<UInt64>] = []

    init(through: UInt64) {
        self.through = through
    }

    /// How many entries lie beyond `through`.
    var beyond: UInt64 { runs.reduce(0) { $0 + UInt64($1.count) } }

    /// Whether all of these entries are in the set.
    func covers(_ entries: ClosedRange<UInt64>) -> Bool {
        end(from: entries.lowerBound) > entries.upperBound
    }

    /// The first entry from `first` on that is not in the set.
    func end(from first: UInt64) -> UInt64 {
        if first <= through { return end(from: through + 1) }
        return runs.first { $0.contains(first) }.map { $0.upperBound + 1 } ?? first
    }

    /// Adds entries.
    mutating func insert(_ entries: ClosedRange<UInt64>) {
        var (low, high) = (entries.lowerBound, entries.upperBound)
        var apart: [ClosedRange<UInt64>] = []
        for run in runs {
            if run.upperBound + 1 < low || high + 1 < run.lowerBound {
                apart.append(run)
            } else {
                (low, high) = (min(low, run.lowerBound), max(high, run.upperBound))
            }
        }
        if low <= through + 1 {
            through = max(through, high)
        } else {
            let place = apart.firstIndex { $0.lowerBound > low } ?? apart.endIndex
            apart.insert(low...high, at: place)
        }
        runs = apart
    }
}
