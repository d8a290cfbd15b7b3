import TestKit
import Testing

@testable import Intake

@Suite("Weigh curves")
struct WeighCurveTests {
    @Test("differences round trip, from the smallest to the largest")
    func roundTrip() {
        var random = SeededGenerator(seed: 2)
        for round in 0..<500 {
            let count = Int.random(in: 0...WeighCurve.maximumSamples, using: &random)
            let bits = Int.random(in: 1...64, using: &random)
            let samples = (0..<count).map { _ in
                Int64(bitPattern: random.next()) >> Int64(64 - bits)
            }
            let curve = WeighCurve(
                start: Site.time(5), intervalMilliseconds: 100, unitGrams: 20_000,
                samples: samples)
            let back = WeighCurve(
                start: Site.time(5), intervalMilliseconds: 100, unitGrams: 20_000,
                deltas: curve.deltas)
            #expect(back == curve, "round \(round)")
        }
    }

    @Test("a sample that does not change takes one byte")
    func small() {
        let curve = WeighCurve(
            start: Site.time(0), intervalMilliseconds: 100, unitGrams: 20_000,
            samples: [1, 0, -1, 1242, 1242, 1241])
        #expect(curve.deltas == [0x02, 0x01, 0x01, 0xb6, 0x13, 0x00, 0x01])
    }

    @Test(
        "differences that break off, run over or are padded are refused",
        arguments: [
            [0x80], [0x80, 0x00], [0xff, 0x80, 0x00],
            [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x02],
            [UInt8](repeating: 0x80, count: 11), [UInt8](repeating: 0x02, count: 301),
        ])
    func malformed(deltas: [UInt8]) {
        #expect(curve(deltas) == nil)
    }

    @Test("the largest difference is read")
    func largest() {
        let bytes = [UInt8](repeating: 0xff, count: 9) + [0x01]
        #expect(curve(bytes)?.samples == [Int64.min])
        #expect(curve([])?.samples == [])
    }

    @Test("steps of time and weight are above zero", arguments: [(0, 1), (1, 0), (-1, 1)])
    func steps(interval: Int, unit: Int64) {
        #expect(
            WeighCurve(
                start: Site.time(0), intervalMilliseconds: interval, unitGrams: unit, deltas: [2])
                == nil)
    }

    private func curve(_ deltas: [UInt8]) -> WeighCurve? {
        WeighCurve(
            start: Site.time(0), intervalMilliseconds: 100, unitGrams: 20_000, deltas: deltas)
    }

    @Test("a curve never has more than 300 samples, and always its first and its last")
    func decimation() {
        var random = SeededGenerator(seed: 3)
        for round in 0..<200 {
            var recorder = CurveRecorder(start: Site.time(0), unit: .kilograms(20))
            var time: Int64 = 0
            let pace = Int64.random(in: 20...2_000, using: &random)
            let length = Int.random(in: 1...3_000, using: &random)
            var weights: [Int64] = []
            for _ in 0..<length {
                let units = Int64.random(in: 21...2_000, using: &random)
                weights.append(units)
                recorder.take(.kilograms(20 * units), at: Site.time(time))
                time += Int64.random(in: 1...pace, using: &random)
                let curve = recorder.curve
                #expect(curve.samples.count <= WeighCurve.maximumSamples, "round \(round)")
                #expect(curve.samples.first == weights.first, "round \(round)")
                #expect(curve.samples.last == units, "round \(round)")
            }
        }
    }

    @Test("an hour on the deck still shows when the axles came")
    func hour() {
        var recorder = CurveRecorder(start: Site.time(0), unit: .kilograms(20))
        for tick in 0..<36_000 {
            let axles = min(4, tick / 6_000)
            recorder.take(.kilograms(Int64(axles + 1) * 7_000), at: Site.time(Int64(tick) * 100))
        }
        let curve = recorder.curve
        #expect(curve.samples.count > WeighCurve.maximumSamples / 2)
        for (number, sample) in curve.samples.dropLast().enumerated() {
            let tick = number * curve.intervalMilliseconds / 100
            #expect(sample == Int64(min(4, tick / 6_000) + 1) * 350)
        }
    }

    @Test("a pause keeps the last known weight")
    func pause() {
        var recorder = CurveRecorder(start: Site.time(0), unit: .kilograms(20))
        recorder.take(.kilograms(500), at: Site.time(0))
        recorder.take(.kilograms(7_000), at: Site.time(450))
        #expect(recorder.curve.samples == [25, 25, 25, 25, 350])
        #expect(recorder.curve.intervalMilliseconds == 100)
    }

    @Test("weights between two steps go to the nearer one")
    func rounding() {
        var recorder = CurveRecorder(start: Site.time(0), unit: .kilograms(20))
        recorder.take(.kilograms(509), at: Site.time(0))
        recorder.take(.kilograms(511), at: Site.time(100))
        recorder.take(.kilograms(-511), at: Site.time(200))
        #expect(recorder.curve.samples == [25, 26, -26])
    }
}
