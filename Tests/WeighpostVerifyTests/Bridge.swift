import Intake
import TestKit
import Wire

@testable import Evidence

/// A weighbridge with a known key, and the entries it makes.
enum Bridge {
    static let gateway = "https://yard.example/gateways/bridge-1"
    /// 2026-01-01 00:00:07 UTC, when the chains of these tests begin.
    static let time: Int64 = 1_767_225_607
    static let key = signingKey(7)
    static let otherKey = signingKey(8)

    private static func signingKey(_ seed: UInt8) -> SigningKey {
        do {
            return try SigningKey(seed: [UInt8](repeating: seed, count: 32))
        } catch {
            preconditionFailure("32 bytes are a seed: \(error)")
        }
    }

    static func digest(_ text: String) -> Digest { .of([UInt8](text.utf8)) }

    static func id(_ number: UInt64) -> EntryID {
        var generator = SeededGenerator(seed: number)
        return EntryID(milliseconds: time * 1000 + Int64(number), using: &generator)
    }

    static func make(
        _ body: EntryBody, claims: [Claim] = [], after head: ChainLink = .start,
        key: SigningKey = Bridge.key, gateway: String = Bridge.gateway, id: EntryID? = nil
    ) throws -> MadeEntry {
        var salts = SeededGenerator(seed: 99)
        return try EntryMaker(gateway: gateway, key: key).make(
            body, claims: claims, after: head, id: id ?? Bridge.id(head.next), time: time,
            salts: &salts)
    }

    /// An entry that says nothing much.
    static func event(
        after head: ChainLink = .start, key: SigningKey = Bridge.key,
        gateway: String = Bridge.gateway, id: EntryID? = nil
    ) throws -> JournalEntry {
        let body = EventBody(code: .zero, subject: "scale", value: Int64(head.next) * 20_000)
        return try make(.event(body), after: head, key: key, gateway: gateway, id: id).entry
    }

    /// So many entries in a row.
    static func journal(_ count: Int) throws -> [JournalEntry] {
        var head = ChainLink.start
        return try (0..<count).map { _ in
            let entry = try event(after: head)
            head = ChainLink(seq: entry.seq, digest: entry.digest)
            return entry
        }
    }

    /// A vehicle that stood still with so many kilograms.
    static func pass(_ kilograms: Int64) -> Pass {
        let start = MonotonicTime(nanoseconds: 90_000_000_000)
        return Pass(
            shown: ShownWeight(digits: kilograms, exponent: 0, unit: .kilogram), statusWord: 1,
            registers: [0, 1, 2, 3],
            wall: WallTime(seconds: time, nanoseconds: 0, clock: .synchronised),
            monotonic: start, bootID: [UInt8](repeating: 0xb0, count: 16),
            stability: StabilityEvidence(
                windowMilliseconds: 2000, rangeGrams: 0, indicatorStable: true, samples: 21,
                quality: .strict),
            curve: WeighCurve(
                start: start, intervalMilliseconds: 100, unitGrams: 20_000,
                samples: [21, 400, kilograms / 20]),
            rampSeen: true, zeroOffset: .zero)
    }

    /// The evidence of a load of so many kilograms.
    static func evidence(gross: Int64, tare: Int64, net: Int64) throws -> EvidenceClaim {
        guard
            let interval = ScaleInterval(
                e: .kilograms(20), d: .kilograms(20), max: .kilograms(60_000),
                min: .kilograms(400))
        else { throw EvidenceError("a type plate that contradicts itself") }
        let (full, empty) = (pass(gross), pass(tare))
        return EvidenceClaim(
            scale: EvidenceClaim.Scale(
                id: "bridge-1", model: "FT-10", serial: "00417", interval: interval),
            deviceMap: digest("map"), software: "0.1.0",
            bootID: [UInt8](repeating: 0xb0, count: 16), passes: [full, empty],
            ticket: EvidenceClaim.Ticket(
                gross: full.shown, tare: empty.shown,
                net: ShownWeight(digits: net, exponent: 0, unit: .kilogram)),
            sensors: [], plateSource: nil)
    }

    /// A load of 13,760 kg, with all three claims; its evidence may say otherwise.
    static func load(
        evidence: EvidenceClaim? = nil, after head: ChainLink = .start
    ) throws -> MadeEntry {
        guard let plate = Plate("B AB 1234") else { throw EvidenceError("no plate") }
        let parties = Parties(
            producer: "Town of Example", carrier: "Haul & Sons", contract: "C-2026-17")
        let body = IntakeBody(
            visit: [UInt8](0..<16), weighIn: digest("weigh-in"),
            code: WasteCode(scheme: "LoW", listVersion: "2025/934", code: "20 03 01"),
            net: .kilograms(13_760),
            source: WasteSource(kind: .municipality, area: "DE-12065000"),
            destination: "bunker 2", purpose: "R1", grades: [], outcome: .passed,
            ruleSet: digest("rules"),
            results: [IntakeBody.RuleMark(rule: 1, outcome: .passed)], documents: [])
        let shown = try evidence ?? Bridge.evidence(gross: 24_820, tare: 11_060, net: 13_760)
        return try make(
            .intake(body), claims: [.evidence(shown), .parties(parties), .plate(plate)],
            after: head)
    }
}

/// Bytes with one bit of every byte flipped in turn, and a whole byte inverted in turn.
func flips(of bytes: [UInt8]) -> [(place: Int, bytes: [UInt8])] {
    bytes.indices.flatMap { place in
        ([0x01, 0x20, 0xff] as [UInt8]).map { mask in
            var changed = bytes
            changed[place] ^= mask
            return (place, changed)
        }
    }
}
