/// The weight on the deck from the first wheel to the capture, thinned out and delta-coded.
///
/// The first sample is the first weight above a vehicle's threshold, the last one the weight at
/// the moment of capture (which ends the curve; it may come before its turn). It shows that a vehicle really drove on: a number typed in has no such curve.
package struct WeighCurve: Hashable, Sendable {
    /// The most samples of one curve.
    package static let maximumSamples = 300

    /// When the first sample was taken.
    package let start: MonotonicTime
    /// Milliseconds from sample to sample.
    package let intervalMilliseconds: Int
    /// What one step of a sample is worth, in grams.
    package let unitGrams: Int64
    /// The samples, in units: each the weight at its time, or the last one known before it.
    package let samples: [Int64]

    /// A curve of samples that are at hand.
    package init(
        start: MonotonicTime, intervalMilliseconds: Int, unitGrams: Int64, samples: [Int64]
    ) {
        (self.start, self.intervalMilliseconds) = (start, intervalMilliseconds)
        (self.unitGrams, self.samples) = (unitGrams, samples)
    }

    /// The samples as differences, each as zigzag and LEB128: a quiet second takes ten bytes.
    package var deltas: [UInt8] {
        var bytes: [UInt8] = []
        var last: Int64 = 0
        for sample in samples {
            let delta = sample &- last
            var rest = UInt64(bitPattern: (delta << 1) ^ (delta >> 63))
            while rest > 0x7f {
                bytes.append(UInt8(rest & 0x7f) | 0x80)
                rest >>= 7
            }
            bytes.append(UInt8(rest))
            last = sample
        }
        return bytes
    }

    /// Reads the differences back; nil when they break off, run over, are too many or not in their
    /// shortest form, or when a step of time or weight is not positive.
    package init?(
        start: MonotonicTime, intervalMilliseconds: Int, unitGrams: Int64, deltas: [UInt8]
    ) {
        guard intervalMilliseconds > 0, unitGrams > 0 else { return nil }
        var samples: [Int64] = []
        var last: Int64 = 0
        var place = deltas.startIndex
        while place < deltas.endIndex {
            guard let step = WeighCurve.step(in: deltas, at: &place),
                samples.count < WeighCurve.maximumSamples
            else { return nil }
            last &+= step
            samples.append(last)
        }
        self.init(
            start: start, intervalMilliseconds: intervalMilliseconds, unitGrams: unitGrams,
            samples: samples)
    }

    /// One difference; nil when it is not in its shortest form.
    private static func step(in bytes: [UInt8], at place: inout Int) -> Int64? {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while place < bytes.endIndex, shift < 64 {
            let byte = bytes[place]
            place += 1
            guard shift < 63 || byte <= 1 else { return nil }
            value |= UInt64(byte & 0x7f) << shift
            if byte & 0x80 == 0 {
                guard byte != 0 || shift == 0 else { return nil }
                return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
            }
            shift += 7
        }
        return nil
    }
}
