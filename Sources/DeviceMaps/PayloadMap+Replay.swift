import Intake

extension PayloadMap {
    /// What this map makes of an example, an item a line.
    ///
    /// `name value unit quality time` of a number, `missing name` and `invalid name` of what is
    /// none, `offline name` and `online name`, `plate text permille camera event time`, `ignored`
    /// and `refused`.
    package func items(of example: PayloadExample) -> [String] {
        let message = BrokerMessage(
            topic: example.topic, payload: example.payload, isRetained: example.isRetained)
        let wall = WallTime(seconds: example.arrival, nanoseconds: 0, clock: .synchronised)
        let monotonic = MonotonicTime(nanoseconds: 1_000_000_000_000_000)
        return broker(zone: example.zone)
            .decode(message, arrival: wall, monotonic: monotonic).map(\.line)
    }

    /// A site that has this map alone and takes everything.
    private func broker(zone: String?) -> BrokerMap {
        let sensors = sensors.map { sensor in
            guard let zone, let clock = sensor.source.clock else { return sensor }
            var source = sensor.source
            source.clock = PayloadClock(place: clock.place, format: clock.format, zone: zone)
            return BrokerSensor(
                name: sensor.name, source: source, value: sensor.value, kind: sensor.kind,
                unit: sensor.unit, limits: sensor.limits, words: sensor.words,
                map: sensor.map)
        }
        let plates = plates.map {
            BrokerMap.Plates(
                topic: $0.topic, format: $0.format, cameras: [], leastConfidence: 0,
                lateAfterSeconds: 10)
        }
        return BrokerMap(plates: plates, sensors: sensors)
    }
}

extension BrokerItem {
    fileprivate var line: String {
        switch self {
        case .plate(let read):
            return "plate \(read.plate.text) \(read.confidencePermille) \(read.camera) "
                + "\(read.eventID) \(read.wall.seconds)"
        case .sensor(let reading):
            switch reading.quality {
            case .missing, .invalid: return "\(reading.quality.word) \(reading.name)"
            default:
                return "\(reading.name) \(reading.valueText) \(reading.quality.word) "
                    + "\(reading.time)"
            }
        case .availability(let word):
            let name = word.device.map { "\(word.sensor)/\($0)" } ?? word.sensor
            return "\(word.isOnline ? "online" : "offline") \(name)"
        case .ignored: return "ignored"
        case .refused: return "refused"
        }
    }
}
