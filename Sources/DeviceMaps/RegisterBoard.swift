package import Intake

/// The latest values of the sensors of one device with registers.
package struct RegisterBoard: Sendable {
    private let sensors: [RegisterSensor]
    private var latest: [String: (reading: SensorReading, at: MonotonicTime)] = [:]
    private var isAway = false

    package init(_ sensors: [RegisterSensor]) {
        self.sensors = sensors
    }

    /// Takes what one poll brought.
    package mutating func take(_ readings: [SensorReading], at now: MonotonicTime) {
        isAway = false
        for reading in readings { latest[reading.name] = (reading, now) }
    }

    /// The device does not answer any more.
    package mutating func lose() { isAway = true }

    /// Every sensor as it stands now, in the order of the map.
    ///
    /// One that never spoke is missing, one whose device is away offline, one that nobody could
    /// ask for longer than its `max_age` stale: never a zero that looks measured, never the last
    /// value unmarked.
    package func readings(at now: MonotonicTime, wall: WallTime) -> [SensorReading] {
        sensors.map { sensor in
            guard let (reading, at) = latest[sensor.name] else {
                return sensor.blank(isAway ? .offline : .missing, wall)
            }
            if isAway { return reading.with(.offline) }
            let isOld = now.milliseconds(since: at) > sensor.limits.maxAgeSeconds * 1_000
            return isOld && reading.quality.growsOld ? reading.with(.stale) : reading
        }
    }
}
