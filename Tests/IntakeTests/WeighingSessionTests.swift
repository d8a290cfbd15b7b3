import TestKit
import Testing

@testable import Intake

@Suite("Two weighings of a vehicle")
struct WeighingSessionTests {
    @Test("the first pass of a plate weighs in, the second weighs out")
    func pair() throws {
        var yard = Yard()
        let first = try #require(yard.visitBegun(yard.weigh(24_860, plate: "B-WH 4711")))
        #expect(first.visit == Site.visit(1))
        #expect(first.plate?.plate == Site.plate("BWH4711"))
        #expect(first.sensors == [Site.radiation(36)])
        #expect(yard.session.openVisits == [first])
        let (visit, pass, read) = try #require(yard.visitEnded(yard.weigh(9_480, plate: "BWH4711")))
        #expect(visit == first)
        #expect(pass.mass == .kilograms(9_480))
        #expect(read?.eventID == "2")
        #expect(yard.session.openVisits.isEmpty)
    }

    @Test(
        "blanks and dashes do not make another vehicle",
        arguments: ["B WH 4711", "bwh-4711", "B·WH4711"])
    func spelling(second: String) {
        var yard = Yard()
        _ = yard.weigh(24_860, plate: "B-WH 4711")
        #expect(yard.visitEnded(yard.weigh(9_480, plate: second)) != nil)
    }

    @Test("nobody waits for the vehicle of a weigh-in that was voided")
    func voided() throws {
        var yard = Yard()
        let first = try #require(yard.visitBegun(yard.weigh(24_860, plate: "AA 1")))
        yard.session.void(first.visit)
        #expect(yard.session.openVisits.isEmpty)
        #expect(yard.visitBegun(yard.weigh(9_480, plate: "AA 1")) != nil)
    }

    @Test("two vehicles are on the site at once, and come out in any order")
    func two() {
        var yard = Yard()
        _ = yard.weigh(24_860, plate: "AA 1")
        _ = yard.weigh(12_000, plate: "BB 2")
        #expect(yard.visitEnded(yard.weigh(9_000, plate: "AA 1"))?.visit.visit == Site.visit(1))
        #expect(yard.visitEnded(yard.weigh(8_000, plate: "BB 2"))?.visit.visit == Site.visit(2))
        #expect(yard.visitBegun(yard.weigh(8_000, plate: "BB 2"))?.visit == Site.visit(5))
    }

    @Test("a vehicle without a plate weighs in and never pairs by guess")
    func noPlate() {
        var yard = Yard()
        #expect(yard.visitBegun(yard.weigh(24_860, plate: nil))?.plate == nil)
        #expect(yard.visitBegun(yard.weigh(24_860, plate: nil)) != nil)
        #expect(yard.visitBegun(yard.weigh(9_480, plate: "AA 1")) != nil)
        #expect(yard.session.openVisits.count == 3)
    }

    @Test("a read that is not certain names nobody, and is kept as a doubt")
    func misread() {
        var yard = Yard()
        _ = yard.weigh(24_860, plate: "AA 1", confidence: 850)
        let actions = yard.weigh(9_480, plate: "AA 1", confidence: 849)
        let visit = yard.visitBegun(actions)
        #expect(visit?.plate == nil)
        #expect(visit?.doubtfulPlate?.plate == Site.plate("AA1"))
        #expect(visit?.doubtfulPlate?.confidencePermille == 849)
        #expect(yard.session.openVisits.count == 2)
        let second = yard.weigh(9_480, plate: "AA 1", confidence: 850)
        #expect(yard.visitEnded(second)?.visit.visit == Site.visit(1))
    }

    @Test("after a restart the open visits go on")
    func restart() {
        var yard = Yard()
        let visit = yard.visitBegun(yard.weigh(24_860, plate: "AA 1"))
        yard.session.journaled(Site.visit(1), digest: [UInt8](repeating: 5, count: 32))
        yard.session.journaled(Site.visit(99), digest: [])
        yard.session = WeighingSession(open: yard.session.openVisits)
        let ended = yard.visitEnded(yard.weigh(9_480, plate: "AA 1"))
        #expect(ended?.visit.visit == visit?.visit)
        #expect(ended?.visit.entryDigest == [UInt8](repeating: 5, count: 32))
    }

    @Test("a visit that nobody ended does not pair with the next day's load")
    func lapse() {
        for (seconds, pairs) in [(12 * 3600, true), (12 * 3600 + 1, false)] {
            var yard = Yard()
            _ = yard.weigh(24_860, plate: "AA 1")
            let begun = yard.now
            yard.now = begun - 60_000 + Int64(seconds) * 1000
            let actions = yard.weigh(24_900, plate: "AA 1")
            #expect((yard.visitEnded(actions) != nil) == pairs)
            let lapsed = actions.contains {
                guard case .lapsed(let visit) = $0 else { return false }
                return visit.visit == Site.visit(1)
            }
            #expect(lapsed == !pairs)
        }
    }

    @Test("without a clock no visit is given up")
    func noClock() {
        var yard = Yard()
        _ = yard.weigh(24_860, plate: "AA 1", clock: .unset)
        yard.now += 1_000_000_000
        #expect(yard.visitEnded(yard.weigh(9_000, plate: "AA 1")) != nil)
    }

    @Test("every pass is one weigh-in or one weigh-out, and no visit ends twice")
    func anyDay() {
        var random = SeededGenerator(seed: 21)
        for round in 0..<100 {
            var yard = Yard()
            var open: [String: [UInt8]] = [:]
            for _ in 0..<60 {
                let plate = ["AA 1", "A-A1", "BB 2", "CC 3", nil].randomElement(using: &random)
                guard let plate else { continue }
                let name = plate.map { Site.plate($0).text }
                let actions = yard.weigh(9_000, plate: plate)
                #expect(actions.count == 1, "round \(round)")
                if let name, let visit = open.removeValue(forKey: name) {
                    #expect(yard.visitEnded(actions)?.visit.visit == visit, "round \(round)")
                } else {
                    let begun = yard.visitBegun(actions)
                    #expect(begun?.plate?.plate.text == name, "round \(round)")
                    if let name { open[name] = begun?.visit }
                }
            }
        }
    }
}

/// A session, and vehicles that come to it one after the other.
struct Yard {
    var session = WeighingSession()
    /// Milliseconds; moves on by a minute with every vehicle.
    var now: Int64 = 0
    private var count: UInt8 = 0

    /// A vehicle is read on its way, weighed and leaves.
    mutating func weigh(
        _ kilograms: Int64, plate: String?, confidence: Int = 950,
        clock: ClockState = .synchronised
    ) -> [WeighingSession.Action] {
        now += 60_000
        count += 1
        var actions: [WeighingSession.Action] = []
        if let plate {
            actions += session.receive(
                .plate(
                    Site.read(plate, at: now - 8_000, confidence: confidence, event: "\(count)")))
        }
        actions += session.receive(.vehicleOn(at: Site.time(now)))
        let pass = Site.pass(
            kilograms, at: 1_000 + now / 1000, clock: clock, monotonic: now + 9_000)
        actions += session.receive(
            .pass(pass, visit: Site.visit(count), sensors: [Site.radiation(36)]))
        return actions + session.receive(.vehicleOff(at: Site.time(now + 20_000)))
    }

    func visitBegun(_ actions: [WeighingSession.Action]) -> OpenVisit? {
        for case .weighIn(let visit) in actions { return visit }
        return nil
    }

    func visitEnded(
        _ actions: [WeighingSession.Action]
    ) -> (visit: OpenVisit, pass: Pass, read: PlateRead?)? {
        for case .weighOut(let visit, let pass, let read, _) in actions {
            return (visit, pass, read)
        }
        return nil
    }
}
