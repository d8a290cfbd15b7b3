import Intake

/// Which sensors of the brokers give no value that can be used, told when it begins and when it ends.
///
/// Pure. A device on a bus is told of by who asks it, and a broker that is away by its own warning:
/// neither is told here once more.
struct SensorWatch {
    /// A sensor may miss a message, and a device may take its time after a start; in milliseconds.
    static let patience: Int64 = 60_000

    private struct Silence {
        let began: MonotonicTime
        var isTold = false
    }

    private var silences: [String: Silence] = [:]

    /// What is new of the sensors as they stand now: every sensor that the configuration has.
    mutating func look(
        at sensors: [(sensor: SensorReading, isConnected: Bool)], _ now: MonotonicTime
    ) -> [GatewayEvent] {
        var events: [GatewayEvent] = []
        for (sensor, isConnected) in sensors {
            if let event = look(at: sensor, isConnected: isConnected, now) { events.append(event) }
        }
        let names = Set(sensors.map(\.sensor.name))
        for (name, silence) in silences where !names.contains(name) {
            silences[name] = nil
            guard silence.isTold else { continue }
            events.append(
                GatewayEvent(
                    "sensor.dropped", "\(name) is a sensor of this site no more", subject: name))
        }
        return events
    }

    private mutating func look(
        at sensor: SensorReading, isConnected: Bool, _ now: MonotonicTime
    ) -> GatewayEvent? {
        let name = sensor.name
        if sensor.quality.growsOld {
            guard silences.removeValue(forKey: name)?.isTold == true else { return nil }
            return GatewayEvent("sensor.heard", "\(name) gives values again", subject: name)
        }
        guard isConnected else {
            // Nobody can hear it now: its time begins anew with the broker's return.
            if silences[name]?.isTold == false { silences[name] = nil }
            return nil
        }
        var silence = silences[name] ?? Silence(began: now)
        defer { silences[name] = silence }
        guard !silence.isTold, now.milliseconds(since: silence.began) >= Self.patience else {
            return nil
        }
        silence.isTold = true
        return GatewayEvent(
            "sensor.silent", "\(sensor.quality): \(name) gives no value that can be used",
            [("sensor", .text(name)), ("quality", .text("\(sensor.quality)"))], level: .warning,
            subject: name)
    }
}
