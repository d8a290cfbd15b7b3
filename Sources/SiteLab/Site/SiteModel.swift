import Intake

/// A whole site in steps of 20 ms.
///
/// Vehicles take turns on the deck, the deck shakes, the indicator shows it, camera and sensors see
/// it. A value without a clock: the same seed, the same events.
struct SiteModel: Sendable {
    /// One step, in seconds.
    static let step = 1 / Double(SimulatedIndicator.rate)
    private static let background = 36.0
    private static let ambientMoisture = 8.0
    /// How long a load takes to tip, at speed 1.
    private static let tipping = 60.0
    /// How long drivers watch a steady display, and wait for zero behind a vehicle, at any speed:
    /// a weight needs its two seconds.
    private static let watching = 2.4
    private static let clearing = 1.0
    /// When a driver goes on whatever the display does, at any speed.
    private static let patience = 60.0

    private let settings: SiteLabSettings
    private var random: SiteRandom
    private var physics: DeckPhysics
    private(set) var indicator: SimulatedIndicator
    /// Vehicles that will come: when, and whether full.
    private var expected: [(truck: Int, isFull: Bool, at: Double)]
    private var passage: Passage?
    private var sightings: [(at: Double, sighting: PlateSighting)] = []
    private var time = 0.0
    private var steps = 0
    private var standing = 0.0
    private var steady = 0.0

    init(_ settings: SiteLabSettings) {
        precondition(settings.speed > 0, "a site's speed is above zero")
        self.settings = settings
        random = SiteRandom(seed: settings.seed)
        physics = DeckPhysics(wind: settings.wind)
        indicator = SimulatedIndicator(settings.interval)
        expected = settings.trucks.indices.map {
            ($0, true, settings.trucks[$0].startAfter / settings.speed)
        }
    }

    /// Whether the last vehicle left for good and the deck came back to zero.
    var isOver: Bool { expected.isEmpty && passage == nil && isClear }

    /// Whether the deck has been empty and steady for long enough to let the next vehicle on.
    private var isClear: Bool { indicator.shown == 0 && steady >= Self.clearing }

    mutating func setProgramming(_ isProgramming: Bool) {
        indicator.isProgramming = isProgramming
    }

    /// Passes 20 ms.
    mutating func advance() -> [SiteEvent] {
        var events: [SiteEvent] = []
        time += Self.step
        steps += 1
        if passage == nil { admit(&events) }
        move(&events)
        let felt = physics.advance(
            seconds: Self.step, bearing: passage?.bearing ?? 0, roll: passage?.roll ?? 0,
            random: &random)
        indicator.take(felt)
        steady = indicator.isSteady ? steady + Self.step : 0
        watch(&events)
        if steps.isMultiple(of: SimulatedIndicator.rate) { events.append(.sensors(sample())) }
        return events
    }

    /// Lets the vehicle on that has waited longest.
    private mutating func admit(_ events: inout [SiteEvent]) {
        guard isClear,
            let next = expected.indices.min(by: { expected[$0].at < expected[$1].at }),
            expected[next].at <= time
        else { return }
        let due = expected.remove(at: next)
        let plan = settings.trucks[due.truck]
        passage = Passage(truck: due.truck, plan: plan, isFull: due.isFull)
        sightings = Self.sightings(of: plan.plate, random: &random)
        standing = 0
        events.append(.truckApproaches(plate: plan.plate, isFull: due.isFull))
    }

    private mutating func move(_ events: inout [SiteEvent]) {
        guard var moving = passage else { return }
        let plate = settings.trucks[moving.truck].plate
        let before = moving.stage
        let axles = moving.advance(travel: Self.step * settings.speed)
        for load in axles { physics.jolt(axle: load, random: &random) }
        while let next = sightings.first, moving.position >= next.at {
            sightings.removeFirst()
            events.append(.plateRead(next.sighting))
        }
        passage = moving
        switch (before, moving.stage) {
        case (.approaching, .rollingOn): events.append(.rolledOn(plate: plate))
        case (.rollingOn, .standing):
            physics.stop(load: moving.bearing, random: &random)
            events.append(.stopped(plate: plate))
        case (.rollingOff, .off):
            passage = nil
            steady = 0
            events.append(.left(plate: plate, isFull: moving.isFull))
            if moving.isFull {
                let back = time + Self.tipping / settings.speed
                expected.append((moving.truck, false, back))
            } else {
                events.append(.gone(plate: plate))
            }
        default: break
        }
    }

    /// The driver watches the display, and leaves when it has been steady and the dwell is over.
    private mutating func watch(_ events: inout [SiteEvent]) {
        guard let standingOne = passage, standingOne.stage == .standing else { return }
        let plan = settings.trucks[standingOne.truck]
        standing += Self.step
        let wasWeighed = steady >= Self.watching && standing >= plan.dwell / settings.speed
        guard wasWeighed || standing >= max(Self.patience, plan.dwell / settings.speed) else {
            return
        }
        if wasWeighed {
            events.append(.steady(plate: plan.plate, kilograms: indicator.shown))
        }
        passage?.leave()
    }

    private mutating func sample() -> SensorSample {
        var moisture = Self.ambientMoisture
        // A vehicle shields the portal from the ground; what it carries adds its own.
        var radiation = passage == nil ? Self.background : Self.background * 0.88
        if let passage, passage.isFull {
            moisture = settings.trucks[passage.truck].moisture
            radiation = settings.trucks[passage.truck].radiation
        }
        radiation += random.uniform(-1...1)
        return SensorSample(
            moisture: Int((moisture * 10).rounded()),
            radiation: Int((max(radiation, 0) * 10).rounded()))
    }

    /// Three reads on the way to the deck, the first from afar and sometimes wrong.
    ///
    /// A camera does not read the plate of a vehicle that stands still, so all of them are before.
    private static func sightings(
        of plate: String, random: inout SiteRandom
    ) -> [(at: Double, sighting: PlateSighting)] {
        let id = "\(1_700_000_000 + random.next() % 100_000_000)-\(random.next() % 1_000_000)"
        let lookAlikes: [Character: Character] = [
            "0": "O", "O": "0", "8": "B", "B": "8", "1": "I", "I": "1", "5": "S", "S": "5",
        ]
        let misread = String(plate.map { lookAlikes[$0] ?? $0 })
        let reads = [
            (at: -7.0, text: random.uniform(0...1) < 0.5 ? misread : plate, score: 0.55...0.75),
            (at: -5.0, text: plate, score: 0.80...0.92),
            (at: -3.0, text: plate, score: 0.90...0.98),
        ]
        return reads.map { read in
            let score = Int((random.uniform(read.score) * 1_000).rounded())
            return (read.at, PlateSighting(text: read.text, score: score, eventID: id))
        }
    }
}
