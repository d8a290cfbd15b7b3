package import Intake

/// The latest value of each sensor of a site; what a weighing takes its context from.
package struct SensorBoard: Sendable {
    private let sensors: [BrokerMap.Sensor]
    private var latest: [String: (reading: SensorReading, arrival: MonotonicTime)] = [:]

    package init(_ map: BrokerMap) {
        sensors = map.sensors
    }

    /// Takes a value; it replaces the sensor's last one, whatever its quality.
    package mutating func take(_ reading: SensorReading, at arrival: MonotonicTime) {
        latest[reading.name] = (reading, arrival)
    }

    /// Every sensor of the map, in its order, as it stands now.
    ///
    /// A good value that grew older than its `max_age` since it came is stale; a sensor that never
    /// spoke is missing: never a zero that looks measured, never the last value unmarked.
    package func readings(at now: MonotonicTime, wall: WallTime) -> [SensorReading] {
        sensors.map { sensor in
            guard let (reading, arrival) = latest[sensor.name] else {
                return sensor.reading(
                    ExactDecimal(mantissa: 0, exponent: 0), at: wall.seconds, .missing)
            }
            let oldest = UInt64(sensor.maxAgeSeconds) * 1_000_000_000
            let waited =
                now.nanoseconds > arrival.nanoseconds ? now.nanoseconds - arrival.nanoseconds : 0
            // Two clocks watch: the wall clock may be stepped, the monotonic one knows no history.
            if reading.quality == .good, waited > oldest {
                return sensor.reading(
                    ExactDecimal(mantissa: reading.mantissa, exponent: reading.exponent),
                    at: reading.time, .stale)
            }
            guard wall.clock != .unset else { return reading }
            return reading.aged(at: wall.seconds, maxAge: sensor.maxAgeSeconds)
        }
    }
}
