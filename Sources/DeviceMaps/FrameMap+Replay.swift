import Intake

extension FrameMap {
    /// Reads a golden stream with this map and says what does not match; empty when all does.
    ///
    /// Expected names are `frames` (how many), `complaints` of the scanner by their codes, and of
    /// the last frame `weight` as shown, `unit`, `stable`, `net`, `zero`, `busy` (yes or no) and
    /// `fault`; or `refused` with a code, for a frame that is no reading. An expected `frames` that
    /// is not written is 1, and `complaints` none. A question must be the map's to address 1.
    package func mismatches(in stream: GoldenStream) -> [String] {
        var asked: [UInt8]?
        if case .polled(let poll) = talk { asked = poll.request(address: .first) }
        guard stream.request == nil || stream.request == asked else {
            return ["the question is \(asked.map { spelled($0) } ?? "none")"]
        }
        let spoken = facts(of: stream)
        var expected = stream.expected
        for (name, value) in [("frames", "1"), ("complaints", "none")]
        where !expected.contains(where: { $0.name == name }) {
            expected.append(GoldenFrame.Expectation(name: name, value: value))
        }
        return expected.compactMap { expectation in
            guard let fact = spoken[expectation.name] else {
                let refusal = spoken["refused"].map { " (refused: \($0))" } ?? ""
                return "\(expectation.name) is not in the bytes\(refusal)"
            }
            guard fact == expectation.value else {
                return "\(expectation.name) is \(fact), not \(expectation.value)"
            }
            return nil
        }
    }

    private func facts(of stream: GoldenStream) -> [String: String] {
        var scanner = scanner()
        var frames: [[UInt8]] = []
        var complaints: [String] = []
        for event in stream.pieces.flatMap({ scanner.receive($0) }) {
            switch event {
            case .frame(let frame): frames.append(frame)
            case .complaint(let error): complaints.append(error.code.name)
            }
        }
        var facts = frames.last.map(facts(of:)) ?? [:]
        facts["frames"] = String(frames.count)
        facts["complaints"] = complaints.isEmpty ? "none" : complaints.joined(separator: ",")
        return facts
    }

    private func facts(of frame: [UInt8]) -> [String: String] {
        do {
            let reading = try reading(
                from: frame, settings: ScaleSettings(exponent: 0, unit: .kilogram),
                wall: WallTime(seconds: 0, nanoseconds: 0, clock: .unset),
                monotonic: MonotonicTime(nanoseconds: 0))
            let status = reading.status
            let weight = reading.shown.description.split(separator: " ")[0]
            return [
                "weight": status.fault == nil ? String(weight) : "none",
                "unit": reading.shown.unit.symbol,
                "stable": status.isStable ? "yes" : "no",
                "net": status.isNet ? "yes" : "no",
                "zero": status.isInZeroRange ? "yes" : "no",
                "busy": status.isBusy ? "yes" : "no",
                "fault": status.fault?.rawValue ?? "none",
            ]
        } catch {
            return ["refused": error.code.name]
        }
    }
}
