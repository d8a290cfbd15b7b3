import TestKit
import Testing

@testable import Delivery

@Suite("The small parts of delivery")
struct SmallPartsTests {
    @Test("a pause doubles up to its limit and is at most a quarter shorter", arguments: 0..<12)
    func pauses(attempt: Int) {
        var backoff = Backoff(seed: UInt64(attempt))
        let whole: Int64 = min(300_000, 10_000 << Int64(attempt))
        for _ in 0..<100 {
            let pause = backoff.pause(attempt: attempt, first: 10_000, most: 300_000)
            #expect(pause <= whole)
            #expect(pause >= whole - whole / 4 - 1)
        }
    }

    @Test("pauses at the end of the scale do not overflow")
    func longPauses() {
        var backoff = Backoff(seed: 7)
        #expect(backoff.pause(attempt: .max, first: 1, most: .max) > .max / 2)
        #expect(backoff.pause(attempt: -3, first: 0, most: 10) == 0)
    }

    @Test("the same seed gives the same pauses")
    func seeds() {
        var (one, other) = (Backoff(seed: 3), Backoff(seed: 3))
        for attempt in 0..<20 {
            #expect(
                one.pause(attempt: attempt, first: 500, most: 5_000)
                    == other.pause(attempt: attempt, first: 500, most: 5_000))
        }
    }

    @Test("every state is stored as its number and read back")
    func states() {
        let states: [DeliveryState] = [
            .planned, .signed, .sent, .unknown, .included(height: 5), .proven(height: 6),
            .delivered(height: 7), .ended(.superseded), .ended(.expired),
        ]
        for (code, state) in states.enumerated() {
            #expect(state.code == Int64(code))
            #expect(DeliveryState(code: state.code, height: state.height) == state)
        }
        #expect(DeliveryState(code: 4, height: nil) == nil)
        #expect(DeliveryState(code: 1, height: 4) == nil)
        #expect(DeliveryState(code: 9, height: nil) == nil)
    }

    @Test(
        "a set of entries is the same whatever the order they came in", arguments: UInt64(0)..<100)
    func ranges(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let through = UInt64.random(in: 0...5, using: &random)
        var ranges = EntryRanges(through: through)
        var known = Set((1...60).filter { $0 <= through })
        for _ in 0..<Int.random(in: 0...12, using: &random) {
            let first = UInt64.random(in: 1...50, using: &random)
            let entries = first...(first + .random(in: 0...6, using: &random))
            ranges.insert(entries)
            known.formUnion(entries)
        }
        let gap = (1...60).first { !known.contains($0) } ?? 61
        #expect(ranges.through == gap - 1)
        #expect(ranges.beyond == UInt64(known.count { $0 > gap }))
        for first in UInt64(1)...55 {
            let entries = first...(first + .random(in: 0...4, using: &random))
            #expect(ranges.covers(entries) == entries.allSatisfy(known.contains))
        }
        for (run, next) in zip(ranges.runs, ranges.runs.dropFirst()) {
            #expect(run.upperBound + 1 < next.lowerBound)
        }
    }
}
