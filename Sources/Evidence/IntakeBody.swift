package import Intake
package import Wire

/// What everybody may know of a load: no name, no plate, no party.
package struct IntakeBody: Hashable, Sendable {
    package let visit: [UInt8]
    /// The digest of the weigh-in's entry.
    package let weighIn: Digest
    /// Nil for a load of which nobody knows what it is.
    package let code: WasteCode?
    package let net: Mass
    package let source: WasteSource?
    package let destination: String
    package let purpose: String
    package let grades: [QualityGrade]
    package let outcome: RuleOutcome
    /// Names the rules and their limits.
    package let ruleSet: Digest
    /// What each rule said.
    package let results: [RuleMark]
    /// Digests of documents that belong to the load.
    package let documents: [Digest]

    /// One rule and what it said.
    package struct RuleMark: Hashable, Sendable {
        package let rule: Int64
        package let outcome: RuleOutcome

        /// What one rule said, by the rule's number.
        package init(rule: Int64, outcome: RuleOutcome) {
            (self.rule, self.outcome) = (rule, outcome)
        }
    }

    /// Every part as it is signed; `visit` has 16 bytes.
    package init(
        visit: [UInt8], weighIn: Digest, code: WasteCode?, net: Mass, source: WasteSource?,
        destination: String, purpose: String, grades: [QualityGrade], outcome: RuleOutcome,
        ruleSet: Digest, results: [RuleMark], documents: [Digest]
    ) {
        precondition(visit.count == 16, "a visit is named by 16 bytes")
        (self.visit, self.weighIn, self.code, self.net) = (visit, weighIn, code, net)
        (self.source, self.destination, self.purpose) = (source, destination, purpose)
        (self.grades, self.outcome, self.ruleSet) = (grades, outcome, ruleSet)
        (self.results, self.documents) = (results, documents)
    }
}

extension IntakeBody {
    /// The public part of a record; nil when the weigh-in has no entry of 32 bytes yet.
    package init?(_ record: IntakeRecord) {
        let documents = record.documents.compactMap { Digest($0) }
        guard let entry = record.weighInEntry, let weighIn = Digest(entry),
            let ruleSet = Digest(record.verdict.ruleSet),
            documents.count == record.documents.count
        else { return nil }
        self.init(
            visit: record.visit, weighIn: weighIn, code: record.code, net: record.net,
            source: record.source, destination: record.destination, purpose: record.purpose,
            grades: record.grades, outcome: record.verdict.outcome, ruleSet: ruleSet,
            results: record.verdict.results.map {
                RuleMark(rule: Int64($0.rule.rawValue), outcome: $0.outcome)
            },
            documents: documents)
    }
}
