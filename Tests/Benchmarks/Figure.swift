/// One measured figure: what, in which unit, and each run's value.
///
/// Only reported, never judged: a shared machine is slow now and then for its own reasons.
struct Figure: Encodable, Sendable {
    /// A name that stays the same from release to release.
    let name: String
    /// What a value counts.
    let unit: String
    /// What was measured, in words, with what it holds and leaves out.
    let about: String
    /// The value of each run, in the order they ran; at least one.
    let runs: [Double]

    init(_ name: String, unit: String, about: String, runs: [Double]) {
        precondition(!runs.isEmpty, "a figure has at least one run")
        (self.name, self.unit, self.about, self.runs) = (name, unit, about, runs)
    }

    /// The smallest run.
    var minimum: Double { runs.min() ?? 0 }
    /// The largest run.
    var maximum: Double { runs.max() ?? 0 }
    /// The run in the middle; of an even number, the mean of the two in the middle.
    var median: Double {
        let sorted = runs.sorted()
        let middle = sorted.count / 2
        return sorted.count.isMultiple(of: 2)
            ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
    }

    private enum CodingKeys: String, CodingKey {
        case name, unit, about, minimum, median, maximum, runs
    }

    func encode(to encoder: any Encoder) throws {
        var object = encoder.container(keyedBy: CodingKeys.self)
        try object.encode(name, forKey: .name)
        try object.encode(unit, forKey: .unit)
        try object.encode(about, forKey: .about)
        try object.encode(minimum, forKey: .minimum)
        try object.encode(median, forKey: .median)
        try object.encode(maximum, forKey: .maximum)
        try object.encode(runs, forKey: .runs)
    }
}
