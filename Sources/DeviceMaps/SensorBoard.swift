package import Intake

/// The latest value of each sensor of a site; what a weighing takes its context from.
package struct SensorBoard: Sendable {
    /// The most devices of one sensor; whoever invents more names does not fill the memory.
    package static let mostDevices = 64

    /// What is known of one device of a sensor.
    private struct Standing {
        var latest: (reading: SensorReading, arrival: MonotonicTime)?
        var isOffline = false
    }

    private let sensors: [BrokerSensor]
    /// By the sensor's name and the name of its readings.
    private var standings: [String: [String: Standing]] = [:]

    package init(_ map: BrokerMap) {
        sensors = map.sensors
    }

    /// Takes a value; it replaces the device's last one, whatever its quality.
    ///
    /// A device that speaks is there, whatever was said of it before. False when the sensor has
    /// too many devices already and the value was not taken.
    @discardableResult
    package mutating func take(_ reading: SensorReading, at arrival: MonotonicTime) -> Bool {
        let sensor = String(reading.name.prefix { $0 != "/" })
        guard hasRoom(for: reading.name, of: sensor) else { return false }
        standings[sensor, default: [:]][reading.name] = Standing(
            latest: (reading, arrival), isOffline: false)
        return true
    }

    /// Takes a word on whether a device is there; false as for a value.
    @discardableResult
    package mutating func take(_ availability: DeviceAvailability) -> Bool {
        let sensor = availability.sensor
        let names: [String]
        if let device = availability.device {
            names = ["\(sensor)/\(device)"]
        } else {
            names = Set((standings[sensor] ?? [:]).keys).union([sensor]).sorted()
        }
        for name in names {
            guard hasRoom(for: name, of: sensor) else { return false }
            standings[sensor, default: [:]][name, default: Standing()].isOffline =
                !availability.isOnline
        }
        return true
    }

    /// Every sensor of the map, in its order, each device by name, as it stands now.
    ///
    /// A good value that grew older than its `max_age` since it came is stale; one whose device
    /// said goodbye is offline; a sensor that never spoke is missing: never a zero that looks
    /// measured, never the last value unmarked.
    package func readings(at now: MonotonicTime, wall: WallTime) -> [SensorReading] {
        sensors.flatMap { sensor in
            let known = (standings[sensor.name] ?? [:]).sorted { $0.key < $1.key }
            // Under the bare name of a sensor with devices only stands that all of them are off.
            let devices = known.filter { sensor.source.device == nil || $0.key != sensor.name }
            let heard = devices.isEmpty ? known : devices
            guard !heard.isEmpty else { return [sensor.unheard(sensor.name, .missing, wall)] }
            return heard.map { Self.reading(of: sensor, $0.key, $0.value, now, wall) }
        }
    }

    private func hasRoom(for name: String, of sensor: String) -> Bool {
        let known = standings[sensor] ?? [:]
        return known[name] != nil || known.count < Self.mostDevices
    }

    private static func reading(
        of sensor: BrokerSensor, _ name: String, _ standing: Standing, _ now: MonotonicTime,
        _ wall: WallTime
    ) -> SensorReading {
        guard let (reading, arrival) = standing.latest else {
            return sensor.unheard(name, standing.isOffline ? .offline : .missing, wall)
        }
        if standing.isOffline { return reading.with(.offline) }
        let oldest = UInt64(sensor.limits.maxAgeSeconds) * 1_000_000_000
        let waited =
            now.nanoseconds > arrival.nanoseconds ? now.nanoseconds - arrival.nanoseconds : 0
        // Two clocks watch: the wall clock may be stepped, the monotonic one knows no history.
        if reading.quality.growsOld, waited > oldest { return reading.with(.stale) }
        guard wall.clock != .unset else { return reading }
        return reading.aged(at: wall.seconds, maxAge: sensor.limits.maxAgeSeconds)
    }
}

extension BrokerSensor {
    fileprivate func unheard(
        _ name: String, _ quality: SensorQuality, _ wall: WallTime
    ) -> SensorReading {
        reading(
            ExactDecimal(mantissa: 0, exponent: 0), named: name, at: wall.seconds, quality)
    }
}
