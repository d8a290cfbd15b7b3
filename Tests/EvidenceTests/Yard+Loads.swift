import Intake
import Testing
import Wire

@testable import Evidence

extension Yard {
    static let parties = Parties(
        producer: "Town of Example", carrier: "Haul & Sons", contract: "C-2026-17")

    static func plate() throws -> Plate { try #require(Plate("B AB 1234")) }

    static func scale() throws -> EvidenceClaim.Scale {
        let interval = try #require(
            ScaleInterval(
                e: .kilograms(20), d: .kilograms(20), max: .kilograms(60_000),
                min: .kilograms(400)))
        return EvidenceClaim.Scale(
            id: "bridge-1", model: "FT-10", serial: "00417", interval: interval)
    }

    static func origin() throws -> EvidenceClaim.Origin {
        EvidenceClaim.Origin(
            scale: try scale(), deviceMap: digest("map"), software: "0.1.0",
            bootID: [UInt8](repeating: 0xb0, count: 16))
    }

    /// A vehicle that stood still with so many kilograms.
    static func pass(_ kilograms: Int64, after seconds: Int64 = 0) -> Pass {
        let monotonic = MonotonicTime(nanoseconds: 90_000_000_000).advanced(
            milliseconds: seconds * 1000)
        return Pass(
            shown: ShownWeight(digits: kilograms, exponent: 0, unit: .kilogram), statusWord: 0x21,
            registers: [0, 0, UInt8(kilograms >> 8 & 0xff), UInt8(kilograms & 0xff)],
            wall: WallTime(
                seconds: time + seconds, nanoseconds: 120_000_000, clock: .synchronised),
            monotonic: monotonic, bootID: [UInt8](repeating: 0xb0, count: 16),
            stability: StabilityEvidence(
                windowMilliseconds: 2000, rangeGrams: 20_000, indicatorStable: true, samples: 21,
                quality: .strict),
            curve: WeighCurve(
                start: monotonic, intervalMilliseconds: 100, unitGrams: 20_000,
                samples: [21, 180, 400, kilograms / 20, kilograms / 20]),
            rampSeen: true, zeroOffset: .kilograms(-20))
    }

    static let radiation = SensorReading(
        name: "portal", kind: .radiation, mantissa: 362, exponent: -1, unit: "cps", time: time,
        quality: .good)

    static func plateRead() throws -> PlateRead {
        PlateRead(
            plate: try plate(), confidencePermille: 931, camera: "approach", eventID: "1795.77",
            wall: WallTime(seconds: time, nanoseconds: 120_000_000, clock: .synchronised),
            monotonic: MonotonicTime(nanoseconds: 90_000_000_000))
    }

    static func openVisit() throws -> OpenVisit {
        OpenVisit(
            visit: visit, plate: try plateRead(), pass: pass(24_820), sensors: [radiation],
            entryDigest: digest("weigh-in").bytes)
    }

    /// A load that was weighed full and empty, judged by the default rules.
    static func record() throws -> IntakeRecord {
        let contract = VehicleContract(
            plate: try plate(),
            code: WasteCode(scheme: "LoW", listVersion: "2025/934", code: "20 03 01"),
            source: WasteSource(kind: .municipality, area: "DE-12065000"), parties: parties,
            destination: "bunker 2", purpose: "R1",
            grades: [QualityGrade(kind: "contamination", grade: "B")],
            documents: [digest("paper").bytes])
        return try IntakeRecord.form(
            visit: try openVisit(), out: pass(11_060, after: 1260),
            context: LoadContext(contract: contract),
            rules: RuleSet(), recent: [],
            now: WallTime(seconds: time + 1260, nanoseconds: 0, clock: .synchronised))
    }

    /// All three claims of a load.
    static func claims() throws -> [Claim] {
        [
            .evidence(EvidenceClaim(of: try record(), from: try origin())), .parties(parties),
            .plate(try plate()),
        ]
    }

    /// The vehicle of a load that was taken away, weighed out: it came with 11,060 kg.
    static func emptyVisit() -> OpenVisit {
        OpenVisit(
            visit: visit, plate: nil, pass: pass(11_060), sensors: [],
            entryDigest: digest("weigh-in").bytes)
    }

    static func outgoing() throws -> OutgoingBody {
        try OutgoingBody(
            visit: visit, weighIn: digest("weigh-in"),
            code: WasteCode(scheme: "LoW", listVersion: "2025/934", code: "19 12 12"),
            net: .kilograms(13_760), destination: "plant of the county", purpose: "R1",
            loads: [
                EntryReference(seq: 17, digest: digest("load 17")),
                EntryReference(seq: 5, digest: digest("load 5")),
            ], documents: [digest("paper")])
    }

    static func correction() -> CorrectionBody {
        CorrectionBody(
            visit: visit, load: EntryReference(seq: 2, digest: digest("intake")),
            code: WasteCode(scheme: "LoW", listVersion: "2025/934", code: "20 03 07"),
            source: WasteSource(kind: .household, area: "DE-12065"), destination: "hall 1",
            purpose: "R12", reason: .wrongCode)
    }

    static func void() -> VoidBody {
        VoidBody(
            visit: visit, entry: EntryReference(seq: 2, digest: digest("intake")),
            reason: .weighedTwice)
    }

    /// Spelled out and not judged: golden bytes must not change with the rules' limits.
    static func intake() -> IntakeBody {
        IntakeBody(
            visit: visit, weighIn: digest("weigh-in"),
            code: WasteCode(scheme: "LoW", listVersion: "2025/934", code: "20 03 01"),
            net: .kilograms(13_760), source: WasteSource(kind: .municipality, area: "DE-12065000"),
            destination: "bunker 2", purpose: "R1",
            grades: [QualityGrade(kind: "contamination", grade: "B")], outcome: .flagged,
            ruleSet: digest("rules"),
            results: [
                IntakeBody.RuleMark(rule: 1, outcome: .passed),
                IntakeBody.RuleMark(rule: 30, outcome: .flagged),
            ],
            documents: [digest("paper")])
    }
}
