/// Finds the word somebody meant.
enum Spelling {
    /// The nearest of `words` when it is near enough to be a slip of the hand, else nil.
    static func nearest(to word: String, among words: [String]) -> String? {
        let allowed = max(1, word.count / 3)
        let best = words.sorted()
            .map {
                (word: $0, distance: distance(Array(word.lowercased()), Array($0.lowercased())))
            }
            .min { $0.distance < $1.distance }
        guard let best, best.distance <= allowed else { return nil }
        return best.word
    }

    /// Insertions, deletions, changes and swaps of neighbours (optimal string alignment).
    private static func distance(_ left: [Character], _ right: [Character]) -> Int {
        var before: [Int] = []
        var last = Array(0...right.count)
        for i in left.indices {
            var row = [i + 1]
            for j in right.indices {
                let change = last[j] + (left[i] == right[j] ? 0 : 1)
                var cost = min(change, last[j + 1] + 1, row[j] + 1)
                if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] {
                    cost = min(cost, before[j - 1] + 1)
                }
                row.append(cost)
            }
            (before, last) = (last, row)
        }
        return last[right.count]
    }
}
