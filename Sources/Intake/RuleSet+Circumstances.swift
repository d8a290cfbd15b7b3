/// The rules on what goes with the weights: WQ-15, WQ-17, WQ-19, WQ-27 and WQ-30.
extension RuleSet {
    func duplicate(_ load: LoadUnderJudgement, _ recent: [RecentLoad]) -> Finding {
        guard let plate = load.plate?.plate else {
            return Finding(.notApplicable, "no plate to look for")
        }
        let time = load.weighOut.wall.seconds
        let twin = recent.first { other in
            let (apart, overflows) = time.subtractingReportingOverflow(other.time)
            return other.visit != load.visit && other.plate == plate && other.net == load.net
                && !overflows && apart.magnitude <= limits.duplicateWindow.magnitude
        }
        guard let twin else { return .passed }
        return Finding(
            .held,
            "the same vehicle brought the same net of \(load.net) "
                + "\((time - twin.time).magnitude) s apart")
    }

    /// A number that was typed in has neither a rise nor a plate (bogus tickets).
    func ghostLoad(_ load: LoadUnderJudgement) -> Finding {
        if load.weighIn.rampSeen, load.weighOut.rampSeen { return .passed }
        guard load.plate == nil else {
            return Finding(
                .flagged, "a camera saw the vehicle, but its weight was not seen to rise from zero")
        }
        return Finding(
            .rejected, "neither a plate nor a weight rising from zero shows that a vehicle came")
    }

    func codeOnPermit(_ load: LoadUnderJudgement) -> Finding {
        guard let code = load.code else {
            return Finding(.held, "nobody knows this vehicle, so its load has no waste code")
        }
        guard limits.permits(code) else {
            return Finding(
                .held, "waste code \(code.printed) (\(code.scheme)) is not on the site's permit")
        }
        return .passed
    }

    func timeSanity(_ load: LoadUnderJudgement, _ now: WallTime) -> Finding {
        let (first, second) = (load.weighIn, load.weighOut)
        let isOneBoot = first.bootID == second.bootID
        guard !isOneBoot || first.monotonic <= second.monotonic else {
            return Finding(.rejected, "the weigh-out lies before the weigh-in")
        }
        let clocks = [first.wall.clock, second.wall.clock, now.clock]
        // A clock that was never set says nothing: no order follows from it, and no disorder.
        guard !clocks.contains(.unset) else {
            return Finding(.flagged, "no time source has ever set the clock")
        }
        guard !second.wall.isBefore(first.wall) else {
            return Finding(.rejected, "the weigh-out lies before the weigh-in")
        }
        guard second.wall.seconds(since: now) <= limits.clockTolerance else {
            return Finding(.rejected, "the weigh-out lies in the future")
        }
        guard now.seconds(since: first.wall) <= limits.oldest else {
            return Finding(
                .rejected, "the weigh-in is more than \(limits.oldest / 86_400) days old")
        }
        guard first.wall.clock == .synchronised, second.wall.clock == .synchronised else {
            return Finding(.flagged, "no time source stood behind the clock at a weighing")
        }
        return .passed
    }

    /// Any reading above the limit holds the load; a clean one has to come from every sensor, of
    /// the full vehicle.
    func radiation(_ load: LoadUnderJudgement) -> Finding {
        guard let limit = limits.radiationLimit else {
            return Finding(.notApplicable, "the site sets no limit")
        }
        let full = load.sensorsIn.filter { $0.kind == .radiation }
        let comparable = (full + load.sensorsOut.filter { $0.kind == .radiation })
            .filter { $0.unit == limits.radiationUnit }
        // A value beyond the sensor's range, or with a time that is off, still is an alarm. An old
        // one may be another load's.
        let alarms = comparable.filter {
            [.good, .outOfRange, .unsynchronised].contains($0.quality)
        }
        if let alarm = alarms.first(where: { $0.exceeds(limit) }) {
            return Finding(
                .held,
                "radiation of \(alarm.valueText) at \(alarm.name) is above the limit of \(limit) "
                    + "\(limits.radiationUnit): keep the vehicle apart, do not tip")
        }
        let outcome: RuleOutcome = limits.radiationRequired ? .held : .flagged
        guard !full.isEmpty else {
            return Finding(outcome, "no radiation sensor saw the full vehicle")
        }
        let unusable = full.first { $0.quality != .good || $0.unit != limits.radiationUnit }
        guard let unusable else { return .passed }
        return Finding(
            outcome,
            "the reading of \(unusable.name) for the full vehicle cannot be used: it is "
                + fault(of: unusable))
    }

    private func fault(of reading: SensorReading) -> String {
        switch reading.quality {
        case .good: "in \(reading.unit), and the limit is in \(limits.radiationUnit)"
        case .stale: "too old"
        case .missing: "missing"
        case .outOfRange: "out of the sensor's range"
        case .offline: "of a sensor that has said goodbye"
        case .invalid: "no number"
        case .unsynchronised: "of a time that cannot be told: no time source has set the clock"
        }
    }
}
