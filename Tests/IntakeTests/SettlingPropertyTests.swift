import TestKit
import Testing

@testable import Intake

@Suite("Whatever happens on the deck")
struct SettlingPropertyTests {
    @Test("a noisy settling within one interval gives a median within one interval")
    func noise() {
        var random = SeededGenerator(seed: 11)
        for round in 0..<150 {
            var script = ScaleScript.atZero()
            script.pace = Int64.random(in: 40...200, using: &random)
            let weight = Int64.random(in: 25...2_400, using: &random) * 20
            script.rollOn(weight)
            var swing = Int64.random(in: 0...weight / 20, using: &random)
            while swing > 20 {
                script.poll(weight + swing, stable: false)
                script.poll(weight - swing, stable: false)
                swing = swing * 3 / 4
            }
            let arrived = script.now
            while script.passes.isEmpty, script.now < arrived + 60_000 {
                script.poll(weight + [-20, 0, 0, 20][Int.random(in: 0..<4, using: &random)])
            }
            guard let pass = script.passes.first else {
                Issue.record("round \(round): never captured")
                continue
            }
            #expect((pass.mass - .kilograms(weight)).magnitude <= Site.interval.e, "round \(round)")
            let isStrict = pass.stability.rangeGrams <= Site.interval.e.grams
            #expect(pass.stability.quality == (isStrict ? .strict : .wide), "round \(round)")
        }
    }

    @Test("nothing is captured while the indicator's flag is not steady")
    func flag() {
        var random = SeededGenerator(seed: 12)
        for round in 0..<50 {
            var script = ScaleScript.atZero()
            script.rollOn(24_860)
            for _ in 0..<60 {
                script.show(24_860, for: .random(in: 0...1_300, using: &random))
                script.poll(24_860, stable: false)
            }
            #expect(script.passes.isEmpty, "round \(round)")
        }
    }

    @Test("nothing is captured across a pause")
    func pauses() {
        var random = SeededGenerator(seed: 13)
        for round in 0..<50 {
            var script = ScaleScript.atZero()
            script.rollOn(24_860)
            for _ in 0..<60 {
                script.show(24_860, for: .random(in: 100...1_900, using: &random))
                script.pause(.random(in: 201...2_500, using: &random))
            }
            #expect(script.passes.isEmpty, "round \(round)")
        }
    }

    @Test("every capture can be shown from the polls alone, and zero lies between any two")
    func everyCapture() {
        var random = SeededGenerator(seed: 14)
        var captured = 0
        for round in 0..<120 {
            var script = ScaleScript()
            for _ in 0..<60 { happen(&script, &random) }
            captured += script.passes.count
            check(script, "round \(round)")
        }
        #expect(captured > 300, "only \(captured) captures: the days are too wild to prove much")
    }

    /// A piece of a day on the deck, sane or not.
    private func happen(_ script: inout ScaleScript, _ random: inout SeededGenerator) {
        let weight = Int64.random(in: 10...2_400, using: &random) * 20
        switch Int.random(in: 0..<12, using: &random) {
        case 0..<3:
            script.rollOn(weight)
            script.show(weight, for: .random(in: 500...4_000, using: &random))
        case 3..<6: script.rollOff(weight)
        case 6: script.show(weight, for: .random(in: 0...4_000, using: &random))
        case 7:
            for _ in 0..<Int.random(in: 0...200, using: &random) {
                script.poll(
                    weight + 20 * Int64.random(in: 0...3, using: &random),
                    stable: Int.random(in: 0..<40, using: &random) > 0)
            }
        case 8: script.pause(.random(in: 0...800, using: &random))
        case 9: script.silence(for: .random(in: 0...5_000, using: &random))
        case 10: script.poll(weight, fault: ScaleFault.allCases.randomElement(using: &random))
        default: script.show(0, for: .random(in: 0...2_000, using: &random))
        }
    }

    private func check(_ script: ScaleScript, _ round: Comment) {
        var isArmed = true
        var isOn = false
        var readings: [ScaleReading] = []
        for (line, actions) in script.log {
            if case .reading(let reading) = line { readings.append(reading) }
            for action in actions {
                switch action {
                case .vehicleOn:
                    #expect(!isOn, round)
                    isOn = true
                case .vehicleOff:
                    #expect(isOn, round)
                    isOn = false
                case .captured(let pass):
                    #expect(isOn && isArmed, round)
                    isArmed = false
                    proves(readings, pass, round)
                case .abandoned: isArmed = false
                case .zero:
                    #expect(!isOn, round)
                    isArmed = true
                case .lost, .restored: break
                }
            }
        }
    }

    /// The two seconds before the capture, told by the rule and not by the machine.
    private func proves(_ readings: [ScaleReading], _ pass: Pass, _ round: Comment) {
        guard let now = readings.last?.monotonic else { return }
        func age(_ reading: ScaleReading) -> Int64 { now.milliseconds(since: reading.monotonic) }
        let watched = readings.filter { age($0) <= 2_000 }
        let weights = watched.map(\.shown.digits)
        let range = (weights.max() ?? 0) - (weights.min() ?? 0)
        #expect(range <= (pass.stability.quality == .strict ? 20 : 60), round)
        #expect(watched.allSatisfy { $0.status.fault == nil && !$0.status.isBusy }, round)
        #expect(watched.allSatisfy { age($0) > 1_400 || $0.status.isStable }, round)
        for (one, next) in zip(watched, watched.dropFirst()) {
            #expect(next.monotonic.milliseconds(since: one.monotonic) <= 300, round)
        }
        #expect(watched.first.map(age) ?? 0 >= 1_700, round)
        let median = watched.filter { age($0) <= 1_000 }.map(\.shown.digits).sorted()
        #expect(pass.shown.digits == median[(median.count - 1) / 2], round)
        #expect(pass.shown.digits > 400, round)
    }
}
