/// Writes a weigh curve as it happens, in bounded memory.
///
/// When it is full, every second sample goes and the interval doubles: the curve of a vehicle
/// that stands for an hour is as long as that of one that stands for a minute.
struct CurveRecorder: Hashable, Sendable {
    private let start: MonotonicTime
    private let unitGrams: Int64
    private var interval: Int64 = 100
    private var samples: [Int64] = []

    init(start: MonotonicTime, unit: Mass) {
        self.start = start
        unitGrams = max(1, unit.grams)
    }

    /// Takes a sample; one that comes before its turn is left out, and a gap keeps the last value.
    mutating func take(_ mass: Mass, at time: MonotonicTime) {
        let elapsed = time.milliseconds(since: start)
        let units = mass.grams / unitGrams
        while Int64(samples.count) * interval <= elapsed {
            let isDue = Int64(samples.count + 1) * interval > elapsed
            samples.append(isDue ? units : samples.last ?? units)
            if samples.count >= WeighCurve.maximumSamples { thin() }
        }
    }

    /// The curve so far, with the captured weight as its last sample.
    func curve(endingWith mass: Mass) -> WeighCurve {
        var all = samples
        if all.isEmpty {
            all.append(mass.grams / unitGrams)
        } else {
            all[all.count - 1] = mass.grams / unitGrams
        }
        return WeighCurve(
            start: start, intervalMilliseconds: Int(interval), unitGrams: unitGrams, samples: all)
    }

    private mutating func thin() {
        samples = samples.enumerated().filter { $0.offset.isMultiple(of: 2) }.map(\.element)
        interval *= 2
    }
}
