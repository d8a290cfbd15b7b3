import LightClients
import Testing

/// The box counts two clocks: one that people and servers set, and one that only runs.
@Suite("A clock that somebody sets")
struct ClockWatchTests {
    /// A box with both clocks, moved by hand.
    private struct Box {
        var wall: Int64 = 1_767_225_600
        var uptime: Int64 = 1_000
        var watch = ClockWatch(maxStepSeconds: 10)

        mutating func pass(_ seconds: Int64) {
            wall += seconds
            uptime += seconds * 1_000
        }

        mutating func look(isSynchronised: Bool = false) -> Int64? {
            watch.look(
                wallSeconds: wall, monotonicMilliseconds: uptime, isSynchronised: isSynchronised)
        }
    }

    @Test("a clock that runs is believed, for however long")
    func runs() {
        var box = Box()
        #expect(box.look() == nil)
        for seconds in [1, 60, 86_400, 90 * 86_400] as [Int64] {
            box.pass(seconds)
            #expect(box.look() == nil)
        }
    }

    @Test(
        "a step either way is told until it is undone",
        arguments: [3_600, -3_600, 12, -12, 400 * 86_400] as [Int64])
    func steps(seconds: Int64) {
        var box = Box()
        #expect(box.look() == nil)
        box.pass(100)
        box.wall += seconds
        #expect(box.look() == seconds)
        // Time alone does not make it right.
        box.pass(86_400)
        #expect(box.look() == seconds)
        box.wall -= seconds
        #expect(box.look() == nil)
    }

    @Test("an adjustment within the limit is none, and many slow ones are none either")
    func adjustments() {
        var box = Box()
        #expect(box.look() == nil)
        for seconds in [Int64(10), -10, 11, -11] {
            box.pass(60)
            box.wall += seconds
            #expect(box.look() == nil)
        }
        for _ in 0..<100 {
            box.pass(3_600)
            box.wall += 5
            #expect(box.look() == nil)
        }
    }

    @Test("a time source makes the clock right whatever it was before")
    func source() {
        var box = Box()
        #expect(box.look() == nil)
        box.wall += 7_200
        #expect(box.look() == 7_200)
        #expect(box.look(isSynchronised: true) == nil)
        box.pass(60)
        // The source is gone again, and the clock as it left it is the one to hold against.
        #expect(box.look() == nil)
        box.wall -= 7_200
        #expect(box.look() == -7_200)
    }

    @Test("the first look has nothing to hold against")
    func first() {
        var box = Box()
        box.wall += 1_000_000
        #expect(box.look() == nil)
    }

    @Test("a clock at the ends of 64 bits is a step, and no crash")
    func ends() {
        var box = Box()
        #expect(box.look() == nil)
        box.wall = .max
        #expect(box.look() != nil)
        (box.wall, box.uptime) = (.min, 5_000)
        #expect(box.look() != nil)
        (box.wall, box.uptime) = (0, .max)
        #expect(box.look() != nil)
    }
}
