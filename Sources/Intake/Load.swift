/// A vehicle on the deck that is not weighed yet.
struct Load: Hashable, Sendable {
    /// A reading with its weight in grams.
    struct Sample: Hashable, Sendable {
        let mass: Mass
        let reading: ScaleReading
    }

    /// The reading that stands for the weight, and why.
    struct Capture {
        let reading: ScaleReading
        let stability: StabilityEvidence
    }

    private let since: MonotonicTime
    private let zero: Mass?
    private var curve: CurveRecorder
    /// The readings since the last pause or fault, no older than window and median together.
    private var samples: [Sample] = []

    init(since: MonotonicTime, zero: Mass?, unit: Mass) {
        (self.since, self.zero) = (since, zero)
        curve = CurveRecorder(start: since, unit: unit)
    }

    mutating func take(_ mass: Mass, _ reading: ScaleReading) {
        curve.take(mass, at: reading.monotonic)
        samples.append(Sample(mass: mass, reading: reading))
    }

    mutating func interrupt() {
        samples = []
    }

    /// The capture, when a window stood still and the second after it did too.
    mutating func capture(interval: ScaleInterval, policy: SettlingPolicy) -> Capture? {
        guard let newest = samples.last?.reading.monotonic else { return nil }
        let span = policy.window + policy.median
        // One reading older than the span is kept: it shows that the span is covered.
        while samples.count > 1,
            newest.milliseconds(since: samples[1].reading.monotonic) >= span
        {
            samples.removeFirst()
        }
        guard let oldest = samples.first?.reading.monotonic,
            newest.milliseconds(since: oldest) >= span
        else { return nil }
        let isLate = newest.milliseconds(since: since) >= policy.legalAfter
        if let capture = capture(within: interval.e * policy.strictIntervals, .strict, policy) {
            return capture
        }
        guard isLate else { return nil }
        return capture(within: interval.e * policy.legalIntervals, .wide, policy)
    }

    private func capture(
        within range: Mass, _ quality: StabilityQuality, _ policy: SettlingPolicy
    ) -> Capture? {
        guard let newest = samples.last?.reading.monotonic else { return nil }
        let measured = samples.filter {
            newest.milliseconds(since: $0.reading.monotonic) <= policy.median
        }
        let flagged = samples.filter {
            newest.milliseconds(since: $0.reading.monotonic) <= policy.median + policy.flag
        }
        let masses = samples.map(\.mass.grams)
        guard measured.count >= policy.fewestReadings,
            samples.count - measured.count >= policy.fewestReadings,
            let high = masses.max(), let low = masses.min(), high - low <= range.grams,
            flagged.allSatisfy(\.reading.status.isStable)
        else { return nil }
        let ranked = measured.sorted { $0.mass < $1.mass }
        // An even count has two middles; the lower one is a weight that was really shown.
        let middle = ranked[(ranked.count - 1) / 2]
        return Capture(
            reading: middle.reading,
            stability: StabilityEvidence(
                windowMilliseconds: Int(policy.window + policy.median), rangeGrams: high - low,
                indicatorStable: true, samples: samples.count, quality: quality))
    }

    /// The pass that a capture makes of this load.
    func pass(_ capture: Capture, bootID: [UInt8]) -> Pass {
        let reading = capture.reading
        return Pass(
            shown: reading.shown, statusWord: reading.statusWord, registers: reading.registers,
            wall: reading.wall, monotonic: reading.monotonic, bootID: bootID,
            stability: capture.stability,
            curve: curve.curve(endingWith: reading.shown.mass ?? .zero), rampSeen: zero != nil,
            zeroOffset: zero)
    }
}
