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
    package var severity: Int { self == .notApplicable ? 0 : rawValue }
}

/// The outcome of one rule, with its reason in words.
package struct RuleResult: Hashable, Sendable {
    /// Which rule.
    package let rule: RuleID
    /// What it said.
    package let outcome: RuleOutcome
    /// Why, for people; empty when the rule passed.
    package let reason: String

    /// A result as a rule gave it, or as it was read back.
    package init(rule: RuleID, outcome: RuleOutcome, reason: String = "") {
        (self.rule, self.outcome, self.reason) = (rule, outcome, reason)
    }
}
