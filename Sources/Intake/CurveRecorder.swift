/// Writes a weigh curve as it happens, in bounded memory.
///
/// When it is full, every second sample goes and the interval doubles: the curve of a vehicle
/// that stands for an hour is as long as that of one that stands for a minute.
struct CurveRecorder: Hashable, Sendable {
    private let start: MonotonicTime
    private let unitGrams: Int64
    private var interval: Int64 = 100
    private var samples: [Int64] = []
    private var newest: Int64 = 0
    private var isNewestSampled = true

    init(start: MonotonicTime, unit: Mass) {
        self.start = start
        unitGrams = max(1, unit.grams)
    }

    /// Takes a weight; one that comes before its turn is left out, and a gap keeps the last value.
    mutating func take(_ mass: Mass, at time: MonotonicTime) {
        let elapsed = time.milliseconds(since: start)
        let before = newest
        (newest, isNewestSampled) = (units(mass), false)
        while Int64(samples.count) * interval <= elapsed {
            isNewestSampled = Int64(samples.count + 1) * interval > elapsed
            samples.append(isNewestSampled ? newest : before)
            if samples.count >= WeighCurve.maximumSamples { thin() }
        }
    }

    /// The curve from the first weight to the newest; both are always in it.
    var curve: WeighCurve {
        WeighCurve(
            start: start, intervalMilliseconds: Int(interval), unitGrams: unitGrams,
            samples: isNewestSampled ? samples : samples + [newest])
    }

    /// The weight in units, to the nearest one.
    private func units(_ mass: Mass) -> Int64 {
        let half = mass.grams < 0 ? -unitGrams / 2 : unitGrams / 2
        return (mass.grams + half) / unitGrams
    }

    /// Forgets every second sample, never the first; the interval doubles.
    private mutating func thin() {
        samples = samples.enumerated().filter { $0.offset.isMultiple(of: 2) }.map(\.element)
        interval *= 2
        isNewestSampled = false
    }
}
