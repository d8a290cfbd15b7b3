/// A vehicle on the deck that is not weighed yet: what was seen of it so far.
struct Load: Hashable, Sendable {
    /// A reading with its weight in grams.
    struct Sample: Hashable, Sendable {
        let mass: Mass
        let reading: ScaleReading
    }

    /// How far a vehicle has come.
    enum Stage: Hashable, Sendable {
        /// The first wheels are on; not watched for a whole window yet.
        case approach
        /// Axles are coming on.
        case loading
        /// All of it is there, swinging.
        case settling
        /// It stood still for a window; the median is being taken.
        case stable
    }

    private let rules: SettlingRules
    private let zero: Mass?
    private let cameFromZero: Bool
    private var curve: CurveRecorder
    private var hasMoved = false
    private var fault: ScaleFault?
    /// The readings since the last pause or fault, little older than window and median together.
    private var samples: [Sample] = []
    /// Since when no axle has come on.
    private var settlingSince: MonotonicTime?
    /// Since when it has been lighter than a vehicle.
    private var lightSince: MonotonicTime?

    /// A vehicle whose first wheels are on.
    ///
    /// - Parameters:
    ///   - since: when it was first seen.
    ///   - zero: what the empty deck showed before; nil when it was not seen.
    ///   - cameFromZero: whether the deck was seen empty right before, without a pause.
    ///   - rules: the type plate and the policy.
    init(since: MonotonicTime, zero: Mass?, cameFromZero: Bool, rules: SettlingRules) {
        (self.zero, self.cameFromZero, self.rules) = (zero, cameFromZero, rules)
        curve = CurveRecorder(start: since, unit: rules.interval.d)
    }

    /// Takes a usable reading of something as heavy as a vehicle.
    mutating func take(_ mass: Mass, _ reading: ScaleReading) {
        lightSince = nil
        curve.take(mass, at: reading.monotonic)
        if let last = samples.last, last.mass != mass { hasMoved = true }
        samples.append(Sample(mass: mass, reading: reading))
        // One reading older than the span is kept: it shows that the span is covered.
        let span = rules.policy.window + rules.policy.median
        while samples.count > 1,
            reading.monotonic.milliseconds(since: samples[1].reading.monotonic) >= span
        {
            samples.removeFirst()
        }
        guard let recent = trailing(rules.policy.window), range(recent) <= rules.vehicle else {
            settlingSince = nil
            return
        }
        settlingSince = settlingSince ?? reading.monotonic
    }

    /// Takes a usable reading of something lighter than a vehicle.
    ///
    /// The first axle of a light one bounces around the threshold: it has left when the deck is
    /// back at zero, or when it has been light for a whole window.
    ///
    /// - Returns: since when the vehicle is gone; nil while it may still be coming.
    mutating func takeLight(_ mass: Mass, _ reading: ScaleReading) -> MonotonicTime? {
        let since = lightSince ?? reading.monotonic
        guard mass > rules.interval.e,
            reading.monotonic.milliseconds(since: since) < rules.policy.window
        else { return since }
        interrupt()
        lightSince = since
        hasMoved = true
        curve.take(mass, at: reading.monotonic)
        return nil
    }

    /// What was watched so far proves nothing after a pause or a fault.
    mutating func interrupt(_ fault: ScaleFault? = nil) {
        (samples, settlingSince) = ([], nil)
        self.fault = fault ?? self.fault
    }

    /// How far it has come.
    var stage: Stage {
        guard let recent = trailing(rules.policy.window) else { return .approach }
        guard settlingSince != nil else { return .loading }
        return range(recent) <= rules.allowed(.strict) ? .stable : .settling
    }

    /// Why it was not weighed, for somebody who asks.
    var excuse: String {
        guard let fault else { return "the vehicle left before its weight stood still" }
        return "the vehicle left unweighed; the scale had reported a fault: \(fault.rawValue)"
    }

    /// The pass, once a window stood still and the median after it did too.
    func pass(bootID: [UInt8]) -> Pass? {
        if let pass = pass(.strict, bootID: bootID) { return pass }
        guard let newest = samples.last?.reading.monotonic, let settlingSince,
            newest.milliseconds(since: settlingSince) >= rules.policy.legalAfter
        else { return nil }
        return pass(.wide, bootID: bootID)
    }

    private func pass(_ quality: StabilityQuality, bootID: [UInt8]) -> Pass? {
        let policy = rules.policy
        guard let watched = trailing(policy.window + policy.median),
            range(watched) <= rules.allowed(quality),
            let flagged = trailing(policy.median + policy.flag),
            // An indicator without a word for it does not object; the record says that it was
            // not asked.
            flagged.allSatisfy({ $0.reading.status.stability != .moving }),
            let newest = watched.last?.reading.monotonic
        else { return nil }
        let measured = watched.filter {
            newest.milliseconds(since: $0.reading.monotonic) <= policy.median
        }
        guard measured.count >= policy.fewestReadings,
            watched.count - measured.count >= policy.fewestReadings
        else { return nil }
        let ranked = measured.sorted { $0.mass < $1.mass }
        // An even count has two middles; the lower one is a weight that was really shown.
        let reading = ranked[(ranked.count - 1) / 2].reading
        return Pass(
            shown: reading.shown, statusWord: reading.statusWord, registers: reading.registers,
            wall: reading.wall, monotonic: reading.monotonic, bootID: bootID,
            stability: StabilityEvidence(
                windowMilliseconds: Int(policy.window + policy.median),
                rangeGrams: range(watched).grams,
                indicatorStable: flagged.allSatisfy(\.reading.status.isStable),
                samples: watched.count, quality: quality),
            // A transmitter that is stuck shows one weight for ever: that is no rise.
            curve: curve.curve, rampSeen: cameFromZero && hasMoved, zeroOffset: zero)
    }

    /// The newest readings that cover at least so many milliseconds; nil when there are too few.
    private func trailing(_ milliseconds: Int64) -> ArraySlice<Sample>? {
        guard let newest = samples.last?.reading.monotonic,
            let first = samples.lastIndex(where: {
                newest.milliseconds(since: $0.reading.monotonic) >= milliseconds
            })
        else { return nil }
        return samples[first...]
    }

    /// The highest less the lowest weight.
    private func range(_ samples: ArraySlice<Sample>) -> Mass {
        guard let low = samples.map(\.mass).min(), let high = samples.map(\.mass).max() else {
            return .zero
        }
        return high - low
    }
}

/// The type plate and the policy together, as masses.
struct SettlingRules: Hashable, Sendable {
    let interval: ScaleInterval
    let policy: SettlingPolicy

    /// What counts as a vehicle: more than 20 verification intervals, and never less than Min.
    var vehicle: Mass { max(interval.e * 20, interval.min) }

    /// Whether a display with this scale interval shows such a weight; of pounds the type plate, which
    /// is in kilograms, does not tell.
    func canShow(_ shown: ShownWeight) -> Bool {
        guard shown.unit != .pound, let mass = shown.mass, interval.d.grams > 0 else { return true }
        return mass.grams.isMultiple(of: interval.d.grams)
    }

    /// Whether two weights may be those of one vehicle that stands where it stood.
    func areAlike(_ one: Mass, _ other: Mass) -> Bool {
        (one - other).magnitude <= interval.e * 10
    }

    /// The range in which a weight stands still.
    func allowed(_ quality: StabilityQuality) -> Mass {
        switch quality {
        case .strict: interval.e * policy.strictIntervals
        case .wide: interval.e * policy.legalIntervals
        }
    }
}
