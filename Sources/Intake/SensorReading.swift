/// What a sensor measures.
package enum SensorKind: Int, Hashable, Sendable, CaseIterable {
    case moisture = 0
    case radiation = 1
    case temperature = 2
    case other = 3
}

/// How far a sensor's value can be used; the numbers stand in signed records.
package enum SensorQuality: Int, Hashable, Sendable, CaseIterable {
    /// Fresh, and within the sensor's range.
    case good = 0
    /// Older than its map allows.
    case stale = 1
    /// Never received since the start, or sent as no value.
    case missing = 2
    /// Outside what the sensor can measure.
    case outOfRange = 3
    /// Its time stamp is ahead of ours, or our own clock is not set.
    case unsynchronised = 4
    /// Its device said that it is gone, or its broker did.
    case offline = 5
    /// Received, and no number of the sensor's unit.
    case invalid = 6

    /// Whether it comes with a number that was measured, and so grows old.
    package var growsOld: Bool {
        switch self {
        case .good, .outOfRange, .unsynchronised: true
        case .stale, .missing, .offline, .invalid: false
        }
    }
}

/// A value of a site sensor: an exact decimal with its unit and time.
package struct SensorReading: Hashable, Sendable {
    /// The sensor's name in the site's map.
    package let name: String
    /// What it measures.
    package let kind: SensorKind
    /// The value is `mantissa` times ten to the power of `exponent`.
    package let mantissa: Int64
    /// The power of ten.
    package let exponent: Int
    /// The unit as the site's map writes it.
    package let unit: String
    /// Seconds since 1970 when it was measured, or else when it arrived.
    package let time: Int64
    /// How far it can be used.
    package let quality: SensorQuality
    /// SHA-256 of the map it was read by; nil where the site's configuration says all of it.
    package let map: [UInt8]?

    /// A value as received, or read back.
    package init(
        name: String, kind: SensorKind, mantissa: Int64, exponent: Int, unit: String, time: Int64,
        quality: SensorQuality, map: [UInt8]? = nil
    ) {
        self.map = map
        (self.name, self.kind, self.mantissa, self.exponent) = (name, kind, mantissa, exponent)
        (self.unit, self.time, self.quality) = (unit, time, quality)
    }

    /// The same value as it stands at a later time.
    ///
    /// A good one that grew too old is `stale`, one whose age cannot be told `unsynchronised`; any
    /// other quality stays.
    ///
    /// - Parameters:
    ///   - now: the time of the weighing.
    ///   - maxAge: seconds for which a value may be used.
    /// - Returns: the value with the quality it has now.
    package func at(_ now: WallTime, maxAge: Int64) -> SensorReading {
        guard quality == .good else { return self }
        let (age, overflows) = now.seconds.subtractingReportingOverflow(time)
        guard now.clock != .unset, !overflows, age >= -SensorReading.aheadSeconds else {
            return with(.unsynchronised)
        }
        return age > maxAge ? with(.stale) : self
    }

    /// The same value, stale when it is older than `maxAge` seconds at the time `now`.
    package func aged(at now: Int64, maxAge: Int64) -> SensorReading {
        let (age, overflows) = now.subtractingReportingOverflow(time)
        guard quality == .good, overflows || age > maxAge else { return self }
        return with(.stale)
    }

    /// A sensor's clock may run ahead of ours by this much and its times still mean something.
    private static let aheadSeconds: Int64 = 60

    /// The same value with another quality.
    package func with(_ quality: SensorQuality) -> SensorReading {
        SensorReading(
            name: name, kind: kind, mantissa: mantissa, exponent: exponent, unit: unit,
            time: time, quality: quality, map: map)
    }

    /// The same value, read by a map.
    package func by(_ map: [UInt8]?) -> SensorReading {
        SensorReading(
            name: name, kind: kind, mantissa: mantissa, exponent: exponent, unit: unit,
            time: time, quality: quality, map: map)
    }

    /// Whether the value is above a limit of the same unit; exact, whatever the exponent.
    package func exceeds(_ limit: Int64) -> Bool {
        // Bring both to whole numbers. Nineteen powers of ten overflow anything but zero, and an
        // overflow settles which of the two is farther out.
        var (value, bound) = (mantissa, limit)
        for _ in 0..<min(19, exponent.magnitude) {
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

    /// The value with its unit, as people read it: `36.2 cps`.
    package var valueText: String { "\(numberText) \(unit)" }

    /// The value alone, with all its decimals.
    package var numberText: String {
        let sign = mantissa < 0 ? "-" : ""
        var digits = String(mantissa.magnitude)
        guard (-18...0).contains(exponent) else { return "\(mantissa)e\(exponent)" }
        if exponent < 0 {
            let missing = 1 - exponent - digits.count
            if missing > 0 { digits = String(repeating: "0", count: missing) + digits }
            digits.insert(".", at: digits.index(digits.endIndex, offsetBy: exponent))
        }
        return "\(sign)\(digits)"
    }
}
