import Evidence
import Intake
import Wire

/// One entry as a page of text: what everybody may know, and what its disclosures open.
struct EntryPage {
    private(set) var lines: [String] = []

    /// `standing` is what a weighing is by now; nil for what is none.
    init(_ entry: JournalEntry, _ disclosures: [Disclosure], _ standing: LoadStanding?) {
        let time = Timestamp(seconds: entry.time, nanoseconds: 0)?.rfc3339 ?? ""
        lines.append("entry \(entry.seq)  \(entry.summary)")
        add("id", entry.id.description)
        add("gateway", entry.gateway)
        add("minute", time)
        add("digest", entry.digest.description)
        add("follows", entry.prev.description)
        add("key", entry.keyThumbprint.description)
        switch entry.body {
        case .intake(let load), .reject(let load): add(load)
        case .outgoing(let load): add(load)
        case .correction(let correction): add(correction)
        case .void(let void):
            add("voids", "entry \(void.entry.seq), \(void.entry.digest)")
            add("reason", "\(void.reason)")
        case .weighIn, .event, .closing, .key: break
        }
        if let standing { add(standing) }
        for disclosure in disclosures { add(disclosure) }
        let closed = entry.claimDigests.count - disclosures.count
        if closed > 0 { add("closed", "\(closed) digests of erased claims or decoys") }
    }

    private mutating func add(_ name: String, _ text: String) {
        let space = String(repeating: " ", count: max(1, 12 - name.count))
        lines.append("  \(name)\(space)\(text)")
    }

    private mutating func add(_ load: IntakeBody) {
        add(load.code)
        add("net", "\(load.net)")
        add(load.source)
        add("goes to", "\(load.destination), \(load.purpose)")
        for grade in load.grades { add("grade", "\(grade.kind) \(grade.grade)") }
        add("verdict", "\(load.outcome)")
        for mark in load.results where ![.passed, .notApplicable].contains(mark.outcome) {
            let rule = RuleID(rawValue: Int(mark.rule))
            add(
                "",
                "\(rule?.name ?? "WQ-\(mark.rule)") \(mark.outcome)"
                    + (rule.map { ": asks that \($0.demand)" } ?? ""))
        }
        add("rules", load.ruleSet.description)
    }

    /// What was said of it since.
    private mutating func add(_ standing: LoadStanding) {
        if let void = standing.voidedBy {
            return add("VOID", "by entry \(void): it counts no more")
        }
        guard let correction = standing.correctedBy else { return }
        add("CORRECTED", "by entry \(correction); it counts as:")
        add(standing.code)
        add(standing.source)
        add("goes to", "\(standing.destination), \(standing.purpose)")
    }

    private mutating func add(_ code: WasteCode?) {
        if let code { add("waste", "\(code.printed) (\(code.scheme))") }
    }

    private mutating func add(_ source: WasteSource?) {
        if let source { add("source", "\(source.kind), \(source.area)") }
    }

    private mutating func add(_ load: OutgoingBody) {
        add(load.code)
        add("net", "\(load.net)")
        add("goes to", "\(load.destination), \(load.purpose)")
        for part in load.loads { add("of", "entry \(part.seq), \(part.digest)") }
    }

    private mutating func add(_ correction: CorrectionBody) {
        add("corrects", "entry \(correction.load.seq), \(correction.load.digest)")
        add(correction.code)
        add(correction.source)
        add("goes to", "\(correction.destination), \(correction.purpose)")
        add("reason", "\(correction.reason)")
    }

    private mutating func add(_ disclosure: Disclosure) {
        do {
            switch try Claim(disclosure) {
            case .evidence(let evidence): add(evidence)
            case .parties(let parties):
                add("producer", parties.producer)
                add("carrier", parties.carrier)
                add("contract", parties.contract)
            case .plate(let plate): add("plate", plate.text)
            }
        } catch {
            add("claim \(disclosure.key)", "cannot be read: \(error)")
        }
    }

    private mutating func add(_ evidence: EvidenceClaim) {
        let (scale, interval) = (evidence.scale, evidence.scale.interval)
        add(
            "scale",
            "\(scale.id), \(scale.model) no. \(scale.serial), e = \(interval.e), "
                + "d = \(interval.d), Min \(interval.min), Max \(interval.max)")
        add("device map", evidence.deviceMap.description)
        add("software", evidence.software)
        if let protections = evidence.protections { add("it tells", protections.words) }
        for (place, pass) in evidence.passes.enumerated() {
            add(place == 0 ? "weighed in" : "weighed out", "\(pass.shown) at \(time(pass.wall))")
            let stability = pass.stability
            add(
                "  steady",
                "\(stability.quality), within \(Mass.grams(stability.rangeGrams)) over "
                    + "\(stability.windowMilliseconds) ms, \(stability.samples) readings")
            add("  curve", sparkline(pass.curve))
            if let alibi = pass.alibi {
                let weight = alibi.weight.map { ", \($0)" } ?? ""
                add("  alibi", "no. \(alibi.number) of the indicator's memory\(weight)")
            }
        }
        if let ticket = evidence.ticket {
            add("ticket", "gross \(ticket.gross), tare \(ticket.tare), net \(ticket.net)")
        }
        for sensor in evidence.sensors {
            add("sensor", "\(sensor.name) \(sensor.valueText), \(sensor.quality)")
        }
        if let plate = evidence.plateSource {
            add(
                "camera",
                "\(plate.camera), event \(plate.eventID), sure to \(plate.confidencePermille) ‰")
        }
    }

    private func time(_ wall: WallTime) -> String {
        let text =
            Timestamp(seconds: wall.seconds, nanoseconds: wall.nanoseconds)?.rfc3339
            ?? "\(wall.seconds)"
        return "\(text), clock \(wall.clock)"
    }

    /// The curve in forty signs, from nothing to its highest weight.
    private func sparkline(_ curve: WeighCurve) -> String {
        let signs = Array("▁▂▃▄▅▆▇█")
        let highest = max(1, curve.samples.max() ?? 1)
        let width = min(40, curve.samples.count)
        let drawn = (0..<width).map { place in
            let sample = max(0, curve.samples[place * curve.samples.count / width])
            return signs[Int(sample * Int64(signs.count - 1) / highest)]
        }
        let seconds = Double(curve.samples.count * curve.intervalMilliseconds) / 1000
        return "\(String(drawn)) \(curve.samples.count) samples in \(seconds) s"
    }
}
