import Intake

extension SensorMap {
    /// Decodes a golden frame with this map and says what does not match; empty when all does.
    ///
    /// Expected names are the map's sensors, each as `name=23.4` and `name.quality=good`, a blank
    /// in a name as `_`; `identity=yes` for answers that prove the model; for one that refuses,
    /// `exception`.
    package func mismatches(in frame: GoldenFrame) -> [String] {
        frame.mismatches { facts(of: $0) }
    }

    private func facts(of answers: [RegisterAnswer]) -> [String: String] {
        var facts: [String: String] = [:]
        let wall = WallTime(seconds: 0, nanoseconds: 0, clock: .synchronised)
        for sensor in sensors {
            let reading = sensor.reading(in: answers, wall: wall)
            let name = String(sensor.name.map { $0 == " " ? "_" : $0 })
            facts[name] = reading.numberText
            facts["\(name).quality"] = reading.quality.word
        }
        facts["identity"] = GoldenFrame.identity(in: answers, identity, identityRequests)
        return facts
    }
}
