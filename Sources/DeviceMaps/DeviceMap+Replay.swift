import Intake

extension DeviceMap {
    /// Decodes a golden frame with this map and says what does not match; empty when all does.
    ///
    /// Expected names are the map's values, and for frames that are the map's weighing also
    /// `weight`, `decimals`, `unit`, `stable`, `net`, `zero`, `busy` (yes or no) and `fault`;
    /// `refused` for answers that must not be used, `identity=yes` for those that prove the model;
    /// for an answer that refuses, `exception`.
    package func mismatches(in frame: GoldenFrame) -> [String] {
        frame.mismatches { facts(of: $0) }
    }

    private func facts(of answers: [RegisterAnswer]) -> [String: String] {
        var facts: [String: String] = [:]
        for value in values {
            guard let content = value.content(in: answers) else { continue }
            facts[value.name] = content.replayText
        }
        facts["identity"] = GoldenFrame.identity(in: answers, identity, identityRequests)
        guard answers.map(\.request) == weighing.requests else { return facts }
        // What the device does not tell a site would: whole kilograms here.
        let settings = ScaleMap.registers(self).settings(exponent: 0, unit: .kilogram)
        do {
            let reading = try reading(
                from: answers, settings: settings,
                wall: WallTime(seconds: 0, nanoseconds: 0, clock: .unset),
                monotonic: MonotonicTime(nanoseconds: 0))
            facts.merge(Self.facts(of: reading)) { $1 }
        } catch {
            facts["refused"] = error.code.name
        }
        return facts
    }

    private static func facts(of reading: ScaleReading) -> [String: String] {
        let status = reading.status
        return [
            "weight": String(reading.shown.digits), "decimals": String(-reading.shown.exponent),
            "unit": reading.shown.unit.symbol, "stable": status.isStable ? "yes" : "no",
            "net": status.isNet ? "yes" : "no", "zero": status.isInZeroRange ? "yes" : "no",
            "busy": status.isBusy ? "yes" : "no", "fault": status.fault?.rawValue ?? "none",
        ]
    }
}
