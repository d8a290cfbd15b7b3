import Evidence
import Intake
import TestKit
import Wire

/// A judged load with all its claims: 10 s of weight curve for each pass, two sensors, a plate.
struct SampleLoad {
    static let gateway = "https://yard.example/gateways/bridge-1"
    /// 2026-11-24 06:14:37 UTC.
    private static let time: Int64 = 1_795_500_877
    private static let bootID = [UInt8](repeating: 0xb0, count: 16)
    private static let visit = [UInt8](repeating: 0x17, count: 16)

    let key: SigningKey
    let body: EntryBody
    let claims: [Claim]
    private let maker: EntryMaker

    init() throws {
        key = try SigningKey(seed: Array(repeating: 7, count: 32))
        maker = EntryMaker(gateway: Self.gateway, key: key)
        guard let plate = Plate("B AB 1234") else { throw BenchTrouble("no plate") }
        let parties = Parties(
            producer: "Town of Example", carrier: "Haul & Sons", contract: "C-2026-17")
        let record = try Self.record(plate, parties)
        guard let intake = IntakeBody(record) else { throw BenchTrouble("no weigh-in") }
        body = .intake(intake)
        claims = [
            .evidence(EvidenceClaim(of: record, from: try Self.origin())), .parties(parties),
            .plate(plate),
        ]
    }

    /// The entry after `head`, with all claims or without any.
    func entry(
        after head: ChainLink, salts: inout SeededGenerator, hasClaims: Bool = true
    ) throws -> MadeEntry {
        let id = EntryID(milliseconds: Self.time * 1000, using: &salts)
        return try maker.make(
            body, claims: hasClaims ? claims : [], after: head, id: id, time: Self.time,
            salts: &salts)
    }

    /// So many entries in a row, from the first one on.
    func chain(_ count: Int, hasClaims: Bool = true) throws -> [MadeEntry] {
        var (head, salts) = (ChainLink.start, SeededGenerator(seed: 1))
        return try (0..<count).map { _ in
            let made = try entry(after: head, salts: &salts, hasClaims: hasClaims)
            head = ChainLink(seq: made.entry.seq, digest: made.entry.digest)
            return made
        }
    }

    private static func record(_ plate: Plate, _ parties: Parties) throws -> IntakeRecord {
        let contract = VehicleContract(
            plate: plate, code: WasteCode(scheme: "LoW", listVersion: "2025/934", code: "20 03 01"),
            source: WasteSource(kind: .municipality, area: "DE-12065000"), parties: parties,
            destination: "bunker 2", purpose: "R1",
            grades: [QualityGrade(kind: "contamination", grade: "B")], documents: [])
        let pass = pass(24_820)
        let read = PlateRead(
            plate: plate, confidencePermille: 931, camera: "approach", eventID: "1795.77",
            wall: pass.wall, monotonic: pass.monotonic)
        let open = OpenVisit(
            visit: visit, plate: read, pass: pass, sensors: sensors,
            entryDigest: Digest.of([1]).bytes)
        return try IntakeRecord.form(
            visit: open, out: Self.pass(11_060, after: 1260),
            context: LoadContext(contract: contract), rules: RuleSet(), recent: [],
            now: WallTime(seconds: time + 1260, nanoseconds: 0, clock: .synchronised))
    }

    private static let sensors = [
        SensorReading(
            name: "portal", kind: .radiation, mantissa: 362, exponent: -1, unit: "cps", time: time,
            quality: .good),
        SensorReading(
            name: "probe", kind: .moisture, mantissa: 183, exponent: -1, unit: "%", time: time,
            quality: .good),
    ]

    private static func pass(_ kilograms: Int64, after seconds: Int64 = 0) -> Pass {
        let start = MonotonicTime(nanoseconds: 90_000_000_000)
            .advanced(milliseconds: seconds * 1000)
        // A ramp of 4 s, then 6 s on the weight.
        let steps = kilograms / 20
        let samples = (0..<100).map { steps * min(Int64($0), 40) / 40 }
        return Pass(
            shown: ShownWeight(digits: kilograms, exponent: 0, unit: .kilogram), statusWord: 0x21,
            registers: [0, 0, UInt8(kilograms >> 8 & 0xff), UInt8(kilograms & 0xff)],
            wall: WallTime(seconds: time + seconds, nanoseconds: 0, clock: .synchronised),
            monotonic: start, bootID: bootID,
            stability: StabilityEvidence(
                windowMilliseconds: 2000, rangeGrams: 20_000, indicatorStable: true, samples: 21,
                quality: .strict),
            curve: WeighCurve(
                start: start, intervalMilliseconds: 100, unitGrams: 20_000, samples: samples),
            rampSeen: true, zeroOffset: .kilograms(-20))
    }

    private static func origin() throws -> EvidenceClaim.Origin {
        let interval = ScaleInterval(
            e: .kilograms(20), d: .kilograms(20), max: .kilograms(60_000), min: .kilograms(400))
        guard let interval else { throw BenchTrouble("no scale") }
        return EvidenceClaim.Origin(
            scale: EvidenceClaim.Scale(
                id: "bridge-1", model: "FT-10", serial: "00417", interval: interval),
            deviceMap: Digest.of([2]), software: "0.1.0", bootID: bootID)
    }
}
