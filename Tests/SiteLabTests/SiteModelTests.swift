import DeviceMaps
import Intake
import Testing

@testable import SiteLab

@Suite("A day at a simulated weighbridge")
struct SiteModelTests {
    /// Runs a site to its end and looks at every step.
    private func run(
        _ settings: SiteLabSettings,
        _ look: (_ step: Int, _ model: SiteModel, _ events: [SiteEvent]) -> Void
    ) {
        var model = SiteModel(settings)
        var step = 0
        while !model.isOver, step < 50 * 3_600 {
            step += 1
            let events = model.advance()
            look(step, model, events)
        }
        #expect(model.isOver, "the site does not come to an end")
    }

    private func settings(
        _ trucks: [TruckPlan], speed: Double = 1, seed: UInt64 = 1
    ) -> SiteLabSettings {
        var settings = SiteLabSettings(trucks: trucks)
        (settings.speed, settings.seed) = (speed, seed)
        return settings
    }

    /// What the weighing machine captures from a site that is polled ten times a second.
    private func captures(_ settings: SiteLabSettings) -> [Pass] {
        var machine = SettlingScale(
            interval: settings.interval, bootID: [UInt8](repeating: 1, count: 16))
        var passes: [Pass] = []
        run(settings) { step, model, _ in
            guard step.isMultiple(of: 5) else { return }
            for action in machine.receive(.reading(Self.reading(model, step: step))) {
                if case .captured(let pass) = action { passes.append(pass) }
                if case .abandoned(let reason) = action { Issue.record("step \(step): \(reason)") }
            }
        }
        return passes
    }

    private static func reading(_ model: SiteModel, step: Int) -> ScaleReading {
        let word = UInt32(model.indicator.statusWord)
        return ScaleReading(
            shown: ShownWeight(digits: Int64(model.indicator.shown), exponent: 0, unit: .kilogram),
            status: ScaleStatus(
                isStable: word & 4 == 0 && word >> 13 == 0, isInZeroRange: word & 0x1000 != 0,
                fault: word >> 13 == 0 ? nil : .system),
            statusWord: word, registers: [],
            wall: WallTime(seconds: Int64(step) / 50, nanoseconds: 0, clock: .synchronised),
            monotonic: MonotonicTime(nanoseconds: UInt64(step) * 20_000_000))
    }

    @Test(
        "every vehicle is weighed full and empty, exactly",
        arguments: [(1.0, 1), (1, 2), (4, 3), (10, 4), (10, 5), (30, 6), (100, 7)]
            as [(Double, UInt64)])
    func exact(speed: Double, seed: UInt64) {
        let trucks = [
            TruckPlan(plate: "B-WH 4711", gross: 39_980, tare: 14_780),
            TruckPlan(plate: "B-WH 4712", gross: 24_860, tare: 13_480, startAfter: 5),
            TruckPlan(plate: "B-WH 4713", gross: 11_980, tare: 6_520, startAfter: 200),
        ]
        let weights = captures(settings(trucks, speed: speed, seed: seed)).map(\.mass)
        let expected = trucks.flatMap { [Int64($0.gross), Int64($0.tare)] }
        #expect(weights.count == 6)
        #expect(Set(weights) == Set(expected.map { Mass.kilograms($0) }))
    }

    @Test("the same seed gives the same day, another seed another one")
    func deterministic() {
        func days(_ seed: UInt64) -> (events: [SiteEvent], registers: [[UInt16]]) {
            var (events, registers): ([SiteEvent], [[UInt16]]) = ([], [])
            let plan = [TruckPlan(plate: "B-WH 4711", gross: 15_380, tare: 9_480)]
            run(settings(plan, speed: 20, seed: seed)) { _, model, now in
                events += now
                registers.append(model.indicator.registers)
            }
            return (events, registers)
        }
        let (first, again, other) = (days(8), days(8), days(9))
        #expect(first.events == again.events && first.registers == again.registers)
        #expect(first.registers != other.registers)
    }

    @Test("vehicles take turns: nobody comes before the last one left and the deck showed zero")
    func turns() {
        let trucks = (1...4).map { TruckPlan(plate: "T \($0)", gross: 18_000, tare: 9_000) }
        var onSite: String?
        var finished: [String] = []
        run(settings(trucks, speed: 20)) { _, model, events in
            for event in events {
                switch event {
                case .truckApproaches(let plate, _):
                    #expect(onSite == nil)
                    #expect(model.indicator.shown == 0)
                    onSite = plate
                case .rolledOn(let plate), .stopped(let plate), .steady(let plate, _):
                    #expect(onSite == plate)
                case .left(let plate, _):
                    #expect(onSite == plate)
                    onSite = nil
                case .gone(let plate): finished.append(plate)
                case .plateRead, .sensors: break
                }
            }
        }
        #expect(finished.sorted() == ["T 1", "T 2", "T 3", "T 4"])
    }

    @Test("the plate is read before the deck, and the best read is right")
    func plates() {
        var reads: [PlateSighting] = []
        var isOnDeck = false
        let plan = [TruckPlan(plate: "B-WH 1850", gross: 18_000, tare: 9_000)]
        run(settings(plan, speed: 10)) { _, _, events in
            for event in events {
                switch event {
                case .plateRead(let sighting):
                    #expect(!isOnDeck)
                    reads.append(sighting)
                case .rolledOn: isOnDeck = true
                case .left: isOnDeck = false
                default: break
                }
            }
        }
        #expect(reads.count == 6)
        #expect(reads.max { $0.score < $1.score }?.text == "B-WH 1850")
        #expect(Set(reads.map(\.eventID)).count == 2)
    }

    @Test("the weight rises axle by axle")
    func axleSteps() {
        var passage = Passage(
            truck: 0, plan: TruckPlan(plate: "A", gross: 40_000, tare: 14_800), isFull: true)
        var entered: [Double] = []
        var bearings: [Double] = []
        while passage.stage != .standing {
            entered += passage.advance(travel: 0.02)
            bearings.append(passage.bearing)
        }
        #expect(entered.map { Int($0.rounded()) } == [7_000, 11_000, 7_300, 7_300, 7_400])
        #expect(bearings == bearings.sorted())
        #expect(abs(passage.bearing - 40_000) < 0.001)
        passage.leave()
        while passage.stage != .off { _ = passage.advance(travel: 0.02) }
        #expect(abs(passage.bearing) < 0.001)
    }

    @Test("a vehicle beyond Max and nine intervals is an overload, not a weight")
    func overload() {
        var indicator = SimulatedIndicator(SiteLabSettings(trucks: []).interval)
        for _ in 0..<200 { indicator.take(50_181) }
        #expect(indicator.statusWord >> 13 == 2)
        #expect(indicator.statusWord & 2 == 0)
        for _ in 0..<200 { indicator.take(50_000) }
        #expect(indicator.statusWord == 0x0002)
    }

    @Test("the display follows a vehicle, then settles, and is not steady meanwhile")
    func display() {
        var indicator = SimulatedIndicator(SiteLabSettings(trucks: []).interval)
        for _ in 0..<100 { indicator.take(0) }
        #expect(indicator.statusWord == 0x1002)
        for _ in 0..<25 { indicator.take(24_868) }
        #expect(!indicator.isSteady)
        for _ in 0..<100 { indicator.take(24_868) }
        #expect(indicator.isSteady)
        #expect(indicator.shown == 24_860)
        #expect(indicator.registers == [0, 24_860, 2, 0, 0, 0, 24_860, 2, 0])
        indicator.isProgramming = true
        #expect(indicator.statusWord >> 13 == 5)
    }

    @Test("a weight below zero is two's complement, and far below zero a fault")
    func negative() {
        var indicator = SimulatedIndicator(SiteLabSettings(trucks: []).interval)
        for _ in 0..<200 { indicator.take(-100) }
        #expect(indicator.registers.prefix(2) == [0xFFFF, 0xFF9C])
        #expect(indicator.statusWord & 2 == 2)
        for _ in 0..<200 { indicator.take(-420) }
        #expect(indicator.statusWord >> 13 == 3)
    }
}
