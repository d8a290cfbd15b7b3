import Testing

@testable import Intake

@Suite("A vehicle on the deck")
struct SettlingScaleTests {
    @Test("a vehicle is weighed once, between two zeros")
    func cycle() throws {
        var script = ScaleScript.atZero()
        script.rollOn(24_860)
        script.show(24_860, for: 4000)
        script.rollOff(24_860)
        #expect(script.story == "zero on captured off zero")
        let pass = try #require(script.passes.first)
        #expect(pass.mass == .kilograms(24_860))
        #expect(pass.rampSeen)
        #expect(pass.zeroOffset == .zero)
        #expect(pass.bootID == Site.boot)
        #expect(pass.stability.quality == .strict)
        #expect(pass.stability.indicatorStable)
        #expect(pass.stability.windowMilliseconds == 2000)
        #expect(pass.stability.samples == 21)
        #expect(pass.curve.samples.last == 1_243)
    }

    @Test("the phases of a vehicle follow each other")
    func phases() {
        var script = ScaleScript()
        var phases: [SettlingScale.Phase] = [script.machine.phase]
        func note(_ script: ScaleScript) {
            if phases.last != script.machine.phase { phases.append(script.machine.phase) }
        }
        var shown = [Int64](repeating: 0, count: 6)
        shown += [1_000, 3_000, 7_000, 7_000, 12_000, 14_000, 18_000, 18_000, 20_000, 24_000]
        shown += [24_860, 24_900, 24_820, 24_900, 24_820, 24_900, 24_820, 24_900, 24_820]
        shown += [24_900, 24_820, 24_900]
        shown += [Int64](repeating: 24_860, count: 24) + [9_000, 40, 0, 0, 0, 0, 0, 0]
        for (number, kilograms) in shown.enumerated() {
            script.poll(kilograms, stable: !(6..<28).contains(number))
            note(script)
        }
        #expect(
            phases == [
                .unknown, .leaving, .empty, .approach, .loading, .settling, .stable, .captured,
                .leaving, .empty,
            ])
    }

    @Test("the weight is the median of the second after the window, as one reading showed it")
    func median() throws {
        var script = ScaleScript.atZero()
        script.rollOn(24_860)
        script.show(24_860, for: 1_200)
        let shown: [Int64] = [
            24_860, 24_880, 24_880, 24_860, 24_880, 24_880, 24_860, 24_880, 24_880,
        ]
        for kilograms in shown { script.poll(kilograms) }
        script.show(24_880, for: 1_000)
        let pass = try #require(script.passes.first)
        #expect(pass.mass == .kilograms(24_880))
        #expect(pass.stability.rangeGrams == 20_000)
        let source = script.log.first {
            guard case .reading(let reading) = $0.line else { return false }
            return reading.monotonic == pass.monotonic
        }
        guard case .reading(let reading)? = source?.line else {
            Issue.record("no such reading")
            return
        }
        #expect(reading.shown == pass.shown && reading.registers == pass.registers)
        #expect(reading.wall == pass.wall)
    }

    @Test("nothing is captured before two still seconds are over")
    func patience() {
        var script = ScaleScript.atZero()
        script.rollOn(24_860)
        // The last poll of the rolling on was 40 kg off.
        script.show(24_860, for: 2_000)
        #expect(script.passes.isEmpty)
        script.poll(24_860)
        #expect(script.passes.count == 1)
    }

    @Test("two intervals of swing are not strict, and after ten seconds of settling they are wide")
    func wide() throws {
        var script = ScaleScript.atZero()
        script.rollOn(24_860)
        let arrived = script.now
        while script.passes.isEmpty, script.now < arrived + 30_000 {
            script.poll(24_860)
            script.poll(24_900)
        }
        let pass = try #require(script.passes.first)
        #expect(pass.stability.quality == .wide)
        #expect(pass.stability.rangeGrams == 40_000)
        #expect((10_000...13_000).contains(script.now - arrived))
    }

    @Test("the ten seconds begin when the last axle is on, not with the first")
    func slowVehicle() throws {
        var script = ScaleScript.atZero()
        for axle: Int64 in 1...5 {
            for tick: Int64 in 0..<40 { script.poll(axle * 5_000 + (tick % 2) * 60, stable: false) }
        }
        // 20 s are gone; 3 e are legal, but not yet.
        let arrived = script.now
        while script.passes.isEmpty, script.now < arrived + 30_000 {
            script.poll(25_000)
            script.poll(25_060)
        }
        #expect(script.passes.first?.stability.quality == .wide)
        #expect(script.now - arrived >= 7_000)
    }

    @Test("four intervals of swing are never captured")
    func restless() {
        var script = ScaleScript.atZero()
        script.rollOn(24_860)
        for _ in 0..<300 {
            script.poll(24_860)
            script.poll(24_940)
        }
        #expect(script.passes.isEmpty)
        script.rollOff(24_860)
        #expect(script.story == "zero on abandoned off zero")
    }

    @Test("20 intervals or Min on the deck are no vehicle, one interval more are")
    func threshold() {
        var script = ScaleScript.atZero()
        script.show(400, for: 5_000)
        #expect(script.story == "zero")
        #expect(script.machine.phase == .empty)
        script.show(0, for: 500)
        script.poll(200, stable: false)
        script.show(420, for: 3_000)
        #expect(script.story == "zero on captured")
        #expect(script.passes.first?.mass == .kilograms(420))
    }

    @Test("a light vehicle whose first axle bounces around the threshold is weighed")
    func bouncingAxle() {
        var script = ScaleScript.atZero()
        for kilograms: Int64 in [440, 360, 440, 380, 420, 300, 700, 760] {
            script.poll(kilograms, stable: false)
        }
        script.show(740, for: 3_000)
        #expect(script.story == "zero on captured")
        #expect(script.passes.first?.mass == .kilograms(740))
    }

    @Test("what comes onto the deck and is light for a second was no vehicle")
    func light() {
        var script = ScaleScript.atZero()
        script.poll(440, stable: false)
        script.show(300, for: 1_000)
        #expect(script.story == "zero on")
        script.poll(300)
        #expect(script.story == "zero on abandoned off")
        #expect(script.actions.last == .vehicleOff(Site.time(1_200)))
        script.show(0, for: 500)
        #expect(script.story == "zero on abandoned off zero")
    }

    @Test("what lay on the empty deck is told with the pass, though it is no vehicle")
    func offset() {
        var script = ScaleScript.atZero()
        script.show(60, for: 2_000)
        script.rollOn(10_000)
        script.show(10_000, for: 3_000)
        #expect(script.passes.first?.zeroOffset == .kilograms(60))
    }

    @Test("a weight that was there at once shows no rise")
    func stuckTransmitter() {
        var script = ScaleScript.atZero()
        script.show(24_860, for: 3_000)
        #expect(script.passes.first?.rampSeen == false)
    }
}

@Suite("The return to zero")
struct ReturnToZeroTests {
    @Test("at the start the deck has to be seen at zero and stable for 400 ms")
    func start() {
        var script = ScaleScript()
        script.show(0, for: 2_000, stable: false)
        #expect(script.story == "")
        script.show(0, for: 400)
        #expect(script.story == "")
        script.poll(0)
        #expect(script.story == "zero")
        script.show(20, for: 10_000)
        #expect(script.story == "zero")
    }

    @Test("one interval off is zero, and its offset is told; two are not zero")
    func offZero() {
        var script = ScaleScript()
        script.show(40, for: 3_000)
        #expect(script.story == "")
        script.show(-20, for: 1_000)
        guard case .zero(let offset, let reading)? = script.actions.first else {
            Issue.record("no zero")
            return
        }
        #expect(offset == .kilograms(-20))
        #expect(reading.shown.digits == -20)
    }

    @Test("a second vehicle before zero is not weighed, and has to come again")
    func tailgating() {
        var script = ScaleScript.atZero()
        script.rollOn(24_860)
        script.show(24_860, for: 3_000)
        script.poll(300, stable: false)
        script.show(12_000, for: 10_000)
        #expect(script.story == "zero on captured off on abandoned")
        #expect(script.machine.phase == .abandoned)
        script.rollOff(12_000)
        #expect(script.story == "zero on captured off on abandoned off zero")
        script.rollOn(12_000)
        script.show(12_000, for: 3_000)
        #expect(script.passes.map(\.mass) == [.kilograms(24_860), .kilograms(12_000)])
    }

    @Test("the last axle's bounce is no second vehicle")
    func bounce() {
        var script = ScaleScript.atZero()
        script.rollOn(24_860)
        script.show(24_860, for: 3_000)
        for kilograms: Int64 in [900, 380, 460, 420, 200, 40] {
            script.poll(kilograms, stable: false)
        }
        script.show(0, for: 1_000)
        #expect(script.story == "zero on captured off zero")
    }

    @Test("a vehicle that was weighed and stays is not weighed again, whatever it does")
    func stays() {
        var script = ScaleScript.atZero()
        script.rollOn(24_860)
        script.show(24_860, for: 60_000)
        script.show(24_780, for: 60_000)
        script.silence(for: 10_000)
        script.show(24_780, for: 60_000)
        #expect(script.story == "zero on captured lost restored")
    }

    @Test("after a restart the weighed vehicle that still stands there is known")
    func restart() {
        var script = ScaleScript(lastCaptured: .kilograms(24_860))
        script.show(24_900, for: 10_000)
        #expect(script.story == "")
        script.rollOff(24_860)
        #expect(script.story == "off zero")
    }

    @Test("after a restart another weight on the deck is weighed, without rise or zero")
    func restartWithAnother() {
        var script = ScaleScript(lastCaptured: .kilograms(24_860))
        script.show(12_000, for: 3_000)
        #expect(script.story == "on captured")
        #expect(script.passes.first?.rampSeen == false)
        #expect(script.passes.first?.zeroOffset == nil)
    }

    @Test("an indicator without a word for stability is weighed by its weights alone, and so told")
    func muteIndicator() throws {
        var script = ScaleScript()
        script.isMute = true
        script.show(0, for: 1000)
        script.rollOn(24_860)
        script.show(24_860, for: 3000)
        script.rollOff(24_860)
        let pass = try #require(script.passes.first)
        #expect(script.story == "zero on captured off zero")
        #expect(pass.mass == .kilograms(24_860))
        #expect(!pass.stability.indicatorStable)
        #expect(pass.stability.quality == .strict)
    }

    @Test("an indicator without a word for stability is not weighed while the weight swings")
    func muteSwing() {
        var script = ScaleScript()
        script.isMute = true
        script.show(0, for: 1000)
        script.rollOn(24_860)
        for _ in 0..<20 { script.poll(24_860); script.poll(24_960) }
        #expect(script.passes.isEmpty)
    }
}
