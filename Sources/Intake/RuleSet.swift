import Crypto

/// The rules with a site's limits: pure, so that anybody who has them can judge again.
package struct RuleSet: Hashable, Sendable {
    /// The site's limits.
    package let limits: RuleLimits
    /// SHA-256 of the rules' names and limits in one canonical text, 32 bytes.
    package let digest: [UInt8]

    /// The rules under these limits.
    package init(_ limits: RuleLimits = RuleLimits()) {
        self.limits = limits
        digest = Array(SHA256.hash(data: Array(limits.canonicalText.utf8)))
    }

    /// Judges a load beside the loads that were taken in before, at the time `now`.
    ///
    /// The same arguments give the same verdict; every rule is in it, by number.
    package func judge(
        _ load: LoadUnderJudgement, recent: [RecentLoad], now: WallTime
    ) -> QualityVerdict {
        let results = RuleID.allCases.map { rule in
            let finding = finding(of: rule, load, recent, now)
            return RuleResult(rule: rule, outcome: finding.outcome, reason: finding.reason)
        }
        return QualityVerdict(results: results, ruleSet: digest)
    }

    private func finding(
        of rule: RuleID, _ load: LoadUnderJudgement, _ recent: [RecentLoad], _ now: WallTime
    ) -> Finding {
        switch rule {
        case .netArithmetic: netArithmetic(load)
        case .positiveMasses: positiveMasses(load)
        case .stableInRange: stableInRange(load)
        case .duplicate: duplicate(load, recent)
        case .ghostLoad: ghostLoad(load)
        case .codeOnPermit: codeOnPermit(load)
        case .timeSanity: timeSanity(load, now)
        case .radiation: radiation(load)
        }
    }

    /// What one rule found.
    struct Finding {
        let outcome: RuleOutcome
        let reason: String

        init(_ outcome: RuleOutcome, _ reason: String) {
            (self.outcome, self.reason) = (outcome, reason)
        }

        static let passed = Finding(.passed, "")
    }
}
