import Testing

@testable import Intake

/// One rule at its limit.
struct RuleCase: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let rule: RuleID
    let outcome: RuleOutcome
    var recent: [RecentLoad] = []
    var now = Site.wall(2_000)
    let change: @Sendable (inout LoadUnderJudgement, inout RuleLimits) -> Void

    init(
        _ rule: RuleID, _ outcome: RuleOutcome, _ name: String, recent: [RecentLoad] = [],
        now: WallTime = Site.wall(2_000),
        _ change: @escaping @Sendable (inout LoadUnderJudgement, inout RuleLimits) -> Void = {
            _, _ in
        }
    ) {
        (self.rule, self.outcome, testDescription) = (rule, outcome, "\(rule.name): \(name)")
        (self.recent, self.now, self.change) = (recent, now, change)
    }

    /// 24,860 kg in at 1,000 s, 9,480 kg out at 1,600 s, by a vehicle with a contract.
    static let load = LoadUnderJudgement(
        visit: OpenVisit(
            visit: Site.visit(1), plate: Site.read("B-WH 4711", at: 0),
            pass: Site.pass(24_860, at: 1_000), sensors: [Site.radiation(36)]),
        out: Site.pass(9_480, at: 1_600), context: LoadContext(contract: Site.contract))

    static let limits: RuleLimits = {
        var limits = RuleLimits(interval: Site.interval, permittedCodes: ["20 03 01", "15 01 06"])
        limits.radiationLimit = 100
        return limits
    }()

    var verdict: QualityVerdict {
        var (load, limits) = (RuleCase.load, RuleCase.limits)
        change(&load, &limits)
        return RuleSet(limits).judge(load, recent: recent, now: now)
    }
}

@Suite("The supervision rules")
struct RuleSetTests {
    @Test("a load with nothing wrong passes every rule")
    func clean() {
        let verdict = RuleCase(.netArithmetic, .passed, "").verdict
        #expect(verdict.outcome == .passed)
        #expect(verdict.results.map(\.rule) == RuleID.allCases)
        #expect(verdict.results.allSatisfy { $0.outcome == .passed })
        #expect(verdict.reasons.isEmpty)
    }

    @Test("every rule at its limit", arguments: weights + traces + times + portals)
    func atTheLimit(rule: RuleCase) throws {
        let verdict = rule.verdict
        let result = try #require(verdict.results.first { $0.rule == rule.rule })
        #expect(result.outcome == rule.outcome, "\(result.reason)")
        #expect(result.reason.isEmpty == (rule.outcome == .passed))
        if rule.outcome != .passed {
            #expect(verdict.reasons.contains("\(rule.rule.name): \(result.reason)"))
        }
        if rule.outcome != .notApplicable {
            #expect(verdict.outcome.severity >= rule.outcome.severity)
        }
    }

    @Test("the gravest rule decides, and what does not apply decides nothing")
    func gravest() {
        func outcome(_ outcomes: [RuleOutcome]) -> RuleOutcome {
            QualityVerdict(
                results: outcomes.map { RuleResult(rule: .radiation, outcome: $0) }, ruleSet: []
            ).outcome
        }
        #expect(outcome([.passed, .flagged, .rejected, .held]) == .rejected)
        #expect(outcome([.held, .flagged, .notApplicable]) == .held)
        #expect(outcome([.notApplicable, .flagged]) == .flagged)
        #expect(outcome([.notApplicable, .notApplicable]) == .passed)
        #expect(outcome([]) == .passed)
    }

    @Test("results stand by number, whatever order they came in")
    func order() {
        let results = RuleID.allCases.reversed().map { RuleResult(rule: $0, outcome: .passed) }
        let verdict = QualityVerdict(results: results, ruleSet: [])
        #expect(verdict.results.map(\.rule.rawValue) == [1, 2, 3, 15, 17, 19, 27, 30])
    }

    @Test("the same load is judged the same, again and again")
    func deterministic() {
        for rule in RuleSetTests.weights + RuleSetTests.portals {
            #expect(rule.verdict == rule.verdict)
        }
    }

    @Test("the digest names the limits, and not how the permit is written")
    func digest() {
        let digest = RuleSet(RuleCase.limits).digest
        #expect(digest.count == 32)
        var same = RuleCase.limits
        same.permittedCodes = ["150106", "20 03 01*", "200301"]
        #expect(RuleSet(same).digest == digest)
        let changes: [(inout RuleLimits) -> Void] = [
            { $0.minimumGross = .kilograms(401) }, { $0.maximumGross = .kilograms(49_999) },
            { $0.permittedCodes.append("17 09 04") }, { $0.duplicateWindow += 1 },
            { $0.radiationLimit = nil }, { $0.radiationLimit = 101 },
            { $0.radiationUnit = "uSv/h" }, { $0.radiationRequired = true }, { $0.oldest += 1 },
            { $0.clockTolerance += 1 },
        ]
        var seen: Set<[UInt8]> = [digest]
        for change in changes {
            var limits = RuleCase.limits
            change(&limits)
            #expect(seen.insert(RuleSet(limits).digest).inserted)
        }
    }

    @Test("the canonical text is what it always was")
    func canonical() {
        #expect(
            RuleCase.limits.canonicalText == """
                weighpost rules 1
                rules=WQ-01,WQ-02,WQ-03,WQ-15,WQ-17,WQ-19,WQ-27,WQ-30
                minimum-gross-g=400000
                maximum-gross-g=50000000
                permitted=150106,200301
                duplicate-window-s=600
                radiation-limit=100
                radiation-unit=cps
                radiation-required=false
                oldest-s=31622400
                clock-tolerance-s=2

                """)
    }

    @Test("a site without a permit holds what comes")
    func defaults() {
        let verdict = RuleSet().judge(RuleCase.load, recent: [], now: Site.wall(2_000))
        #expect(verdict.outcome == .held)
        #expect(verdict.reasons.first?.hasPrefix("WQ-19: waste code 20 03 01 (EWC)") == true)
    }
}
