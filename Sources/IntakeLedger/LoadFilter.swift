package import Intake

/// Which loads somebody asks about; what is nil does not matter.
package struct LoadFilter: Hashable, Sendable {
    /// Which way a load went; never both, so that nothing that passes through is counted twice.
    package var direction = LoadDirection.incoming
    /// Whether loads count that were turned away; they never do in sums.
    package var hasRejected = true
    /// The site as the registry has it.
    package var site: String?
    /// The gateway's URI.
    package var gateway: String?
    /// The code's scheme and the code, or the beginning of it: "20 03" has all of chapter 20 03.
    package var scheme: String?
    package var code: String?
    /// The area the load comes from.
    package var area: String?
    package var destination: String?
    /// From this time on, seconds since 1970.
    package var from: Int64?
    /// Before this time.
    package var to: Int64?

    package init() {}
}

/// How loads are counted together.
package enum LoadGrouping: String, Hashable, Sendable, CaseIterable {
    case area, code, month, destination
}

/// What of some loads may be told together.
package struct LoadSum: Hashable, Sendable {
    /// What the loads of the group have in common, in the order of the question.
    package let group: [String]
    package let loads: Int64
    /// Grams.
    package let net: Int64

    package init(group: [String], loads: Int64, net: Int64) {
        (self.group, self.loads, self.net) = (group, loads, net)
    }

    /// Groups of fewer loads are not told: a single load has a single producer.
    ///
    /// Nor are those that fewer loads have entered or left by corrections and voids.
    package static let fewest: Int64 = 5
}

/// The sums that may be told, and how many may not.
package struct LoadSums: Hashable, Sendable {
    package let sums: [LoadSum]
    /// Groups that `LoadSum.fewest` keeps back; nothing else is told of them.
    package let withheld: Int64
    /// Where the next page of those that may be told begins; nil at their end.
    package let next: Int?

    package init(sums: [LoadSum], withheld: Int64, next: Int? = nil) {
        (self.sums, self.withheld, self.next) = (sums, withheld, next)
    }
}
