/// What all rules together said of a load.
package struct QualityVerdict: Hashable, Sendable {
    /// The gravest outcome.
    package let outcome: RuleOutcome
    /// Every rule, by number.
    package let results: [RuleResult]
    /// SHA-256 that names the rules and their limits, 32 bytes.
    package let ruleSet: [UInt8]

    /// The verdict that follows from results; the order they come in does not matter.
    package init(results: [RuleResult], ruleSet: [UInt8]) {
        self.results = results.sorted { $0.rule.rawValue < $1.rule.rawValue }
        self.ruleSet = ruleSet
        let gravest = results.map(\.outcome).max { $0.severity < $1.severity } ?? .passed
        outcome = gravest == .notApplicable ? .passed : gravest
    }

    /// The reasons of the rules that did not pass, each with its rule, by number.
    package var reasons: [String] {
        results.filter { !$0.reason.isEmpty }.map { "\($0.rule.name): \($0.reason)" }
    }
}
