import Testing

@testable import Intake

@Suite("A scale in trouble")
struct ScaleTroubleTests {
    @Test("the longest allowed pause does no harm, one millisecond more begins anew")
    func pauses() {
        for (extra, isCaptured) in [(Int64(0), true), (1, false)] {
            var script = ScaleScript.atZero()
            script.rollOn(24_860)
            script.show(24_860, for: 1_000)
            script.pause(200 + extra)
            script.show(24_860, for: 1_000)
            #expect(script.passes.count == (isCaptured ? 1 : 0))
            script.show(24_860, for: 2_000)
            #expect(script.passes.count == 1)
            #expect(script.passes.first?.rampSeen == true)
        }
    }

    @Test("a scale that is lost under a vehicle leaves it unweighed, and it has to come again")
    func lostUnderVehicle() {
        var script = ScaleScript.atZero()
        script.rollOn(24_860)
        script.show(24_860, for: 1_000)
        script.silence(for: 3_000)
        #expect(script.story == "zero on lost abandoned")
        script.show(24_860, for: 10_000)
        #expect(script.story == "zero on lost abandoned restored")
        script.rollOff(24_860)
        script.rollOn(24_860)
        script.show(24_860, for: 3_000)
        #expect(script.story == "zero on lost abandoned restored off zero on captured")
    }

    @Test("a weight that no display with its interval shows is not weighed")
    func noMultiple() {
        var script = ScaleScript.atZero()
        script.rollOn(24_860)
        script.show(24_867, for: 3_000)
        #expect(script.story == "zero on abandoned")
        guard case .abandoned(let reason)? = script.actions.last else { return }
        #expect(reason.contains("24867 kg is no multiple of the scale interval of 20 kg"))
        script.rollOff(24_860)
        script.rollOn(24_860)
        script.show(24_860, for: 3_000)
        #expect(script.passes.count == 1)
    }

    @Test("what was captured before the scale was lost stays captured")
    func lostAfterCapture() {
        var script = ScaleScript.atZero()
        script.rollOn(24_860)
        script.show(24_860, for: 3_000)
        script.silence(for: 5_000)
        script.show(0, for: 1_000)
        #expect(script.story == "zero on captured lost restored off zero")
    }

    @Test("the loss is told once with its reason, and the return with its length")
    func silence() {
        var script = ScaleScript.atZero()
        script.silence(for: 2_900)
        #expect(script.story == "zero")
        script.silence(for: 7_100, reason: "no route")
        script.show(0, for: 1_000)
        #expect(script.story == "zero lost restored zero")
        #expect(script.actions[1] == .lost(reason: "no route (silent for 3000 ms)"))
        #expect(script.actions[2] == .restored(silentMilliseconds: 10_100))
    }

    @Test("a scale that never answered is lost, too")
    func neverThere() {
        var script = ScaleScript()
        script.silence(for: 3_100)
        #expect(script.story == "lost")
    }

    @Test("a reader that stalls without a word leaves the same hole")
    func stall() {
        var script = ScaleScript.atZero()
        script.rollOn(24_860)
        script.pause(5_000)
        script.show(24_860, for: 5_000)
        #expect(script.story == "zero on lost abandoned restored")
    }

    @Test("a vehicle that came while the scale was lost has no rise and no zero")
    func cameUnseen() {
        var script = ScaleScript.atZero()
        script.silence(for: 5_000)
        script.show(24_860, for: 3_000)
        #expect(script.story == "zero lost restored on captured")
        #expect(script.passes.first?.rampSeen == false)
        #expect(script.passes.first?.zeroOffset == nil)
    }

    @Test("a vehicle whose first wheels nobody saw has no rise")
    func gapAtTheRise() {
        var script = ScaleScript.atZero()
        script.pause(400)
        script.rollOn(24_860)
        script.show(24_860, for: 3_000)
        #expect(script.passes.first?.rampSeen == false)
        #expect(script.passes.first?.zeroOffset == .zero)
    }

    @Test("an answer that is older than the last is ignored")
    func late() {
        var script = ScaleScript.atZero()
        script.rollOn(24_860)
        script.show(24_860, for: 1_900)
        let late = script.log[3].line
        script.feed(late)
        script.show(24_860, for: 300)
        #expect(script.passes.count == 1)
    }

    @Test(
        "a fault proves nothing, and settling begins anew behind it", arguments: ScaleFault.allCases
    )
    func faults(fault: ScaleFault) {
        var script = ScaleScript.atZero()
        script.rollOn(24_860)
        script.show(24_860, for: 1_900)
        script.poll(24_860, fault: fault)
        script.show(24_860, for: 1_900)
        #expect(script.passes.isEmpty)
        script.show(24_860, for: 200)
        #expect(script.passes.count == 1)
    }

    @Test("an overloaded vehicle is not weighed, and the reason says so")
    func overload() {
        var script = ScaleScript.atZero()
        script.rollOn(50_000)
        for _ in 0..<100 { script.poll(50_200, fault: .overload) }
        script.rollOff(50_000)
        #expect(script.story == "zero on abandoned off zero")
        let reasons = script.actions.compactMap {
            guard case .abandoned(let reason) = $0 else { return String?.none }
            return reason
        }
        #expect(reasons.first?.contains("overload") == true)
    }

    @Test("a busy indicator gives no weight")
    func busy() {
        var script = ScaleScript.atZero()
        script.rollOn(24_860)
        for _ in 0..<20 {
            script.show(24_860, for: 1_500)
            script.poll(24_860, busy: true)
        }
        #expect(script.passes.isEmpty)
    }

    @Test("who works on an empty scale may move its zero: it has to be seen again")
    func programming() {
        var script = ScaleScript.atZero()
        script.poll(0, fault: .programming)
        #expect(script.machine.phase == .unknown)
        script.show(0, for: 1_000)
        #expect(script.story == "zero zero")
    }

    @Test("a display beyond any scale is no weight")
    func beyond() {
        var script = ScaleScript.atZero()
        script.rollOn(24_860)
        script.show(24_860, for: 1_000)
        script.poll(.max)
        script.show(24_860, for: 1_500)
        #expect(script.passes.isEmpty)
    }
}
