import Crypto

/// The rules with a site's limits: pure, so that anybody who has them can judge again.
package struct RuleSet: Hashable, Sendable {
    package let limits: RuleLimits
    /// SHA-256 of the rules and limits in one canonical text.
    package let digest: [UInt8]

    package init(_ limits: RuleLimits) {
        self.limits = limits
        digest = Array(SHA256.hash(data: Array(limits.canonicalText.utf8)))
    }

    /// Judges a load beside the loads that were taken in before, at the time `now`.
    package func judge(
        _ record: IntakeRecord, recent: [RecentLoad], now: WallTime
    ) -> QualityVerdict {
        let judged: [(RuleID, Judgement)] = [
            (.netArithmetic, netArithmetic(record)), (.positiveMasses, positiveMasses(record)),
            (.stableInRange, stableInRange(record)), (.duplicate, duplicate(record, recent)),
            (.ghostLoad, ghostLoad(record)), (.codeOnPermit, codeOnPermit(record)),
            (.timeSanity, timeSanity(record, now)), (.radiation, radiation(record)),
        ]
        return QualityVerdict(
            results: judged.map {
                RuleResult(rule: $0.0, outcome: $0.1.outcome, reason: $0.1.reason)
            },
            ruleSet: digest)
    }

    private typealias Judgement = (outcome: RuleOutcome, reason: String)

    private func netArithmetic(_ record: IntakeRecord) -> Judgement {
        guard let gross = record.weighIn.shown.mass, let tare = record.weighOut.shown.mass,
            record.gross == gross, record.tare == tare, record.net == gross - tare
        else { return (.rejected, "net is not gross less tare as shown") }
        return (.passed, "")
    }

    private func positiveMasses(_ record: IntakeRecord) -> Judgement {
        guard record.gross > .zero, record.tare > .zero, record.net > .zero else {
            return (
                .rejected,
                "gross \(record.gross), tare \(record.tare), net \(record.net) are not all positive"
            )
        }
        return (.passed, "")
    }

    private func stableInRange(_ record: IntakeRecord) -> Judgement {
        let passes = [record.weighIn, record.weighOut]
        guard passes.allSatisfy(\.stability.indicatorStable) else {
            return (.rejected, "the indicator did not call the weight stable")
        }
        guard record.gross >= limits.minimumGross, record.gross <= limits.maximumGross,
            record.tare <= limits.maximumGross
        else {
            return (
                .rejected,
                "gross \(record.gross) is outside \(limits.minimumGross) to "
                    + "\(limits.maximumGross)"
            )
        }
        guard passes.allSatisfy({ $0.stability.quality == .strict }) else {
            return (.flagged, "the vehicle stood still within the legal range only")
        }
        return (.passed, "")
    }

    private func duplicate(_ record: IntakeRecord, _ recent: [RecentLoad]) -> Judgement {
        guard let plate = record.plate?.plate else { return (.notApplicable, "") }
        let time = record.weighOut.wall.seconds
        let same = recent.contains {
            $0.plate == plate && $0.net == record.net
                && abs(time - $0.time) <= limits.duplicateWindow
        }
        guard same else { return (.passed, "") }
        return (
            .held,
            "the same vehicle brought the same net within \(limits.duplicateWindow) s"
        )
    }

    private func ghostLoad(_ record: IntakeRecord) -> Judgement {
        let leftTrace =
            record.plate != nil || (record.weighIn.rampSeen && record.weighOut.rampSeen)
        guard leftTrace else {
            return (.rejected, "neither a plate nor a rising weight shows that a vehicle came")
        }
        return (.passed, "")
    }

    private func codeOnPermit(_ record: IntakeRecord) -> Judgement {
        guard let contract = record.contract else {
            return (.held, "nobody knows this vehicle, so its load has no waste code")
        }
        guard limits.permittedCodes.contains(contract.code.code) else {
            return (.held, "code \(contract.code.code) is not on the site's permit")
        }
        return (.passed, "")
    }

    private func timeSanity(_ record: IntakeRecord, _ now: WallTime) -> Judgement {
        let (first, second) = (record.weighIn.wall, record.weighOut.wall)
        guard !second.isBefore(first), !now.isBefore(second) else {
            return (.rejected, "the weighings are not in order of time")
        }
        guard now.seconds - first.seconds <= limits.oldest else {
            return (.rejected, "the weigh-in is more than a year old")
        }
        guard first.clock == .synchronised, second.clock == .synchronised else {
            return (.flagged, "no time source stood behind the clock")
        }
        return (.passed, "")
    }

    private func radiation(_ record: IntakeRecord) -> Judgement {
        guard let limit = limits.radiationLimit else { return (.notApplicable, "") }
        let readings = record.sensors.filter { $0.kind == .radiation }
        let fresh = readings.filter { $0.quality == .good }
        if fresh.contains(where: { $0.exceeds(limit) }) {
            return (.held, "radiation is above \(limit) counts per second: do not tip")
        }
        guard fresh.isEmpty else { return (.passed, "") }
        if limits.radiationRequired { return (.held, "there is no fresh radiation reading") }
        return readings.isEmpty
            ? (.notApplicable, "") : (.flagged, "the radiation reading cannot be used")
    }
}
