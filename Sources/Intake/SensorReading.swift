/// What a sensor measures.
package enum SensorKind: Int, Hashable, Sendable, CaseIterable {
    case moisture = 0
    case radiation = 1
    case temperature = 2
    case other = 3
}

/// How far a sensor's value can be used.
package enum SensorQuality: Int, Hashable, Sendable {
    case good = 0
    /// Older than its map allows.
    case stale = 1
    /// Never received since the start.
    case missing = 2
    /// Outside what the sensor can measure.
    case outOfRange = 3
    /// Its time stamp is ahead of ours, or has no zone.
    case unsynchronised = 4
}

/// A value of a site sensor: an exact decimal with its unit and time.
package struct SensorReading: Hashable, Sendable {
    package let name: String
    package let kind: SensorKind
    /// The value is `mantissa` times ten to the power of `exponent`.
    package let mantissa: Int64
    package let exponent: Int
    package let unit: String
    /// Seconds since 1970 when it was measured, or else when it arrived.
    package let time: Int64
    package let quality: SensorQuality

    package init(
        name: String, kind: SensorKind, mantissa: Int64, exponent: Int, unit: String, time: Int64,
        quality: SensorQuality
    ) {
        (self.name, self.kind, self.mantissa, self.exponent) = (name, kind, mantissa, exponent)
        (self.unit, self.time, self.quality) = (unit, time, quality)
    }

    /// The same value, stale when it is older than `maxAge` seconds at the time `now`.
    package func aged(at now: Int64, maxAge: Int64) -> SensorReading {
        guard quality == .good, now - time > maxAge else { return self }
        return SensorReading(
            name: name, kind: kind, mantissa: mantissa, exponent: exponent, unit: unit, time: time,
            quality: .stale)
    }

    /// Whether the value is above a limit of the same unit.
    package func exceeds(_ limit: Int64) -> Bool {
        // Compare exactly: bring both to whole numbers, and let an overflow mean "far beyond".
        var (value, bound) = (mantissa, limit)
        for _ in 0..<min(18, abs(exponent)) {
            if exponent > 0 {
                let (product, overflows) = value.multipliedReportingOverflow(by: 10)
                if overflows { return mantissa > 0 }
                value = product
            } else {
                let (product, overflows) = bound.multipliedReportingOverflow(by: 10)
                if overflows { return limit < 0 }
                bound = product
            }
        }
        return value > bound
    }
}
