import Intake
import Wire

extension IntakeBody {
    var cbor: CBOR {
        let marks = results.map { mark in
            CBOR.array([.int(mark.rule), .int(Int64(mark.outcome.rawValue))])
        }
        return .dictionary([
            1: .bytes(visit), 2: .digest(weighIn),
            3: WasteCode.cbor(of: code), 4: .int(net.grams), 5: WasteSource.cbor(of: source),
            6: .text(destination), 7: .text(purpose),
            8: .array(grades.map { .array([.text($0.kind), .text($0.grade)]) }),
            9: .array([
                .int(Int64(outcome.rawValue)), .digest(ruleSet), .array(marks),
            ]),
            10: .array(documents.map { .digest($0) }),
        ])
    }

    init(_ value: CBOR) throws(CBORError) {
        var map = try CBORMapReader(value, of: "intake")
        let visit = try map.visit()
        let weighIn = try map.digest(2, "weigh-in digest")
        let code = try WasteCode.reading(try map.required(3, "waste code"))
        let net = Mass.grams(try map.int(4, "net"))
        let source = try WasteSource.reading(try map.required(5, "source"))
        let destination = try map.text(6, "destination")
        let purpose = try map.text(7, "purpose")
        let grades = try IntakeBody.grades(try map.array(8, "grades"))
        let verdict = try IntakeBody.verdict(try map.array(9, "verdict"))
        let documents = try map.documents(10)
        try map.finish()
        self.init(
            visit: visit, weighIn: weighIn, code: code, net: net, source: source,
            destination: destination, purpose: purpose, grades: grades,
            outcome: verdict.outcome, ruleSet: verdict.ruleSet, results: verdict.marks,
            documents: documents)
    }

    private static func grades(_ items: [CBOR]) throws(CBORError) -> [QualityGrade] {
        var grades: [QualityGrade] = []
        for item in items {
            guard let parts = item.arrayValue, parts.count == 2, let kind = parts[0].textValue,
                let grade = parts[1].textValue
            else { throw .wrongType("grade: [kind, grade]") }
            grades.append(QualityGrade(kind: kind, grade: grade))
        }
        return grades
    }

    private static func verdict(
        _ parts: [CBOR]
    ) throws(CBORError) -> (outcome: RuleOutcome, ruleSet: Digest, marks: [RuleMark]) {
        guard parts.count == 3, let outcome = outcome(parts[0]), let ruleSet = parts[1].digest,
            let items = parts[2].arrayValue
        else { throw .wrongType("verdict: [outcome, rule set, [* [rule, outcome]]]") }
        var marks: [RuleMark] = []
        for item in items {
            guard let pair = item.arrayValue, pair.count == 2, let rule = pair[0].int,
                let outcome = Self.outcome(pair[1])
            else { throw .wrongType("rule: [number, outcome]") }
            marks.append(RuleMark(rule: rule, outcome: outcome))
        }
        return (outcome, ruleSet, marks)
    }

    private static func outcome(_ value: CBOR) -> RuleOutcome? {
        value.int.flatMap { RuleOutcome(rawValue: Int(clamping: $0)) }
    }
}
