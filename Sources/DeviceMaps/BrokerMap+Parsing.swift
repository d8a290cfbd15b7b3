package import Documents
import Intake

extension BrokerMap {
    /// Reads the map strictly, with file, line and column in every complaint.
    package init(parsing node: DocumentNode) throws(DocumentError) {
        var map = try DocumentMapping(node, of: "broker map")
        plates = try Self.plates(&map)
        var sensors: [Sensor] = []
        for node in try map.optionalNodes("sensors") ?? [] {
            let sensor = try Self.sensor(node)
            guard !sensors.contains(where: { $0.name == sensor.name }) else {
                throw node.error("there is a sensor named \"\(sensor.name)\" already")
            }
            sensors.append(sensor)
        }
        self.sensors = sensors
        try map.finish()
    }

    private static func plates(_ map: inout DocumentMapping) throws(DocumentError) -> Plates? {
        guard var plates = try map.optionalMapping("plates", of: "plates") else { return nil }
        let topic = try topic("topic", in: &plates)
        _ = try plates.choice("format", ["frigate": true])
        var cameras: Set<String> = []
        for node in try plates.optionalNodes("cameras") ?? [] {
            cameras.insert(try node.string("camera"))
        }
        let least = try permille("min_confidence", in: &plates)
        let late = try plates.optionalInt("late_after", in: 1...3600)
        try plates.finish()
        return Plates(
            topic: topic, cameras: cameras, leastConfidence: least ?? 0,
            lateAfterSeconds: late ?? 10)
    }

    private static func sensor(_ node: DocumentNode) throws(DocumentError) -> Sensor {
        var map = try DocumentMapping(node, of: "sensor")
        let sensor = Sensor(
            name: try map.string("name"),
            topic: try topic("topic", in: &map),
            value: try pointer("value", in: &map),
            time: map.has("time") ? try pointer("time", in: &map) : nil,
            kind: try map.choice("kind", kinds),
            unit: try map.string("unit"),
            maxAgeSeconds: try map.int("max_age", in: 1...86_400),
            retained: try map.optionalChoice("retained", DeviceMap.namesOf(Retained.self))
                ?? .ignore,
            least: try limit("min", in: &map),
            greatest: try limit("max", in: &map))
        try map.finish()
        guard sensor.retained == .ignore || sensor.time != nil else {
            throw map.error(
                "a retained value may be of any age: \"retained: accept\" needs \"time\", the "
                    + "pointer to the sensor's own time")
        }
        return sensor
    }

    /// A topic without wildcards: one sensor is one topic.
    private static func topic(
        _ key: String, in map: inout DocumentMapping
    ) throws(DocumentError) -> String {
        let node = try map.node(key)
        let text = try map.string(key)
        guard !text.isEmpty, !text.contains(where: { $0 == "#" || $0 == "+" || $0 == "\0" }) else {
            throw node.error("\(key) must be one topic, without # and +")
        }
        return text
    }

    private static func pointer(
        _ key: String, in map: inout DocumentMapping
    ) throws(DocumentError) -> JSONPointer {
        let node = try map.node(key)
        let text = try map.string(key)
        guard let pointer = JSONPointer(text) else {
            throw node.error(
                "\(key) must be a JSON pointer such as /params/humidity, or \"\" for a payload "
                    + "that is the value alone, not \(text)")
        }
        return pointer
    }

    private static func limit(
        _ key: String, in map: inout DocumentMapping
    ) throws(DocumentError) -> ExactDecimal? {
        guard let number = try map.optionalDecimal(key) else { return nil }
        return ExactDecimal(mantissa: number.mantissa, exponent: number.exponent)
    }

    private static func permille(
        _ key: String, in map: inout DocumentMapping
    ) throws(DocumentError) -> Int? {
        guard map.has(key) else { return nil }
        let node = try map.node(key)
        let number = try map.decimal(key)
        let decimal = ExactDecimal(mantissa: number.mantissa, exponent: number.exponent)
        guard let permille = decimal.rounded(to: -3), (0...1000).contains(permille) else {
            throw node.error("\(key) must be between 0 and 1")
        }
        return Int(permille)
    }

    private static let kinds: [String: SensorKind] = [
        "moisture": .moisture, "radiation": .radiation, "temperature": .temperature,
        "other": .other,
    ]
}
