/// The supervision rules that judge a load before it enters.
///
/// The numbers never change their meaning: they stand in signed records.
package enum RuleID: Int, Hashable, Sendable, CaseIterable {
    /// Net is gross less tare, to the gram.
    case netArithmetic = 1
    /// Gross, tare and net are above nothing.
    case positiveMasses = 2
    /// Both weights stood still and lie within the scale's range.
    case stableInRange = 3
    /// The same vehicle did not bring the same net shortly before.
    case duplicate = 15
    /// The weighing left a trace: a rising weight or a plate.
    case ghostLoad = 17
    /// The code is one that the site may take.
    case codeOnPermit = 19
    /// The times are in order, and a clock stands behind them.
    case timeSanity = 27
    /// No radiation above the site's limit.
    case radiation = 30

    /// The rule as people write it.
    package var name: String {
        let digits = String(rawValue)
        return "WQ-" + (digits.count < 2 ? "0" : "") + digits
    }
}

/// What a rule said, or what all of them together said.
package enum RuleOutcome: Int, Hashable, Sendable, CaseIterable {
    case passed = 0
    /// It enters, marked.
    case flagged = 1
    /// It waits for somebody who may release it.
    case held = 2
    /// It does not enter.
    case rejected = 3
    /// The rule had nothing to judge.
    case notApplicable = 4

    /// How much it weighs against the load.
    var severity: Int { self == .notApplicable ? 0 : rawValue }
}

/// The outcome of one rule, with its reason in words.
package struct RuleResult: Hashable, Sendable {
    package let rule: RuleID
    package let outcome: RuleOutcome
    /// Empty when the rule passed.
    package let reason: String

    package init(rule: RuleID, outcome: RuleOutcome, reason: String) {
        (self.rule, self.outcome, self.reason) = (rule, outcome, reason)
    }
}

/// What all rules together said of a load.
package struct QualityVerdict: Hashable, Sendable {
    /// The gravest outcome.
    package let outcome: RuleOutcome
    /// Every rule, by number.
    package let results: [RuleResult]
    /// SHA-256 that names the rules and their limits.
    package let ruleSet: [UInt8]

    package init(results: [RuleResult], ruleSet: [UInt8]) {
        self.results = results.sorted { $0.rule.rawValue < $1.rule.rawValue }
        self.ruleSet = ruleSet
        outcome =
            results.map(\.outcome).max { $0.severity < $1.severity }
            .map { $0 == .notApplicable ? .passed : $0 } ?? .passed
    }

    /// The reasons of the rules that did not pass.
    package var reasons: [String] {
        results.filter { !$0.reason.isEmpty }.map { "\($0.rule.name): \($0.reason)" }
    }
}
