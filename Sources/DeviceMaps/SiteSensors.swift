import Documents

/// What a site says of a device whose payload map it names.
struct SiteSensors {
    /// Set before the names of the map's values; nil leaves them as they are.
    private let prefix: String?
    /// The device's own topic; nil takes every device of the map's topic.
    private let topic: (pattern: TopicPattern, node: DocumentNode)?
    private let zone: DocumentNode?
    private let retained: SensorSource.Retained?
    private let maxAge: Int64?
    /// The values that are wanted, with their places; nil wants all.
    private let wanted: [DocumentNode]?

    /// Takes the keys beside `map`; the caller finishes the mapping.
    init(_ map: inout DocumentMapping) throws(DocumentError) {
        prefix = try map.optionalString("name")
        topic = try map.optionalNode("topic").map { (node) throws(DocumentError) in
            (pattern: try map.topicPattern("topic"), node: node)
        }
        zone = map.optionalNode("zone")
        retained = try map.optionalChoice(
            "retained", DeviceMap.namesOf(SensorSource.Retained.self))
        maxAge = try map.optionalInt("max_age")
        wanted = try map.optionalNodes("values")
    }

    /// The sensors of a map as they stand at this site; `node` is where complaints point.
    func sensors(
        of map: PayloadMap, at node: DocumentNode
    ) throws(DocumentError) -> [BrokerSensor] {
        var sensors: [BrokerSensor] = []
        var names: Set<String>?
        if let wanted {
            var texts: Set<String> = []
            for node in wanted {
                let name = try node.string("value")
                guard map.sensors.contains(where: { $0.name == name }) else {
                    let known = map.sensors.map(\.name).joined(separator: ", ")
                    throw node.error("the map has no value \(name); it has \(known)")
                }
                texts.insert(name)
            }
            names = texts
        }
        for sensor in map.sensors where names?.contains(sensor.name) ?? true {
            sensors.append(try here(sensor, at: node))
        }
        return sensors
    }

    private func here(
        _ sensor: BrokerSensor, at node: DocumentNode
    ) throws(DocumentError) -> BrokerSensor {
        let name = prefix.map { "\($0) \(sensor.name)" } ?? sensor.name
        guard name.utf8.count <= 64, !name.contains("/") else {
            throw node.error("\(name): a name has at most 64 letters and no /")
        }
        return BrokerSensor(
            name: name, source: try source(sensor.source, at: node), value: sensor.value,
            kind: sensor.kind, unit: sensor.unit,
            limits: SensorLimits(
                maxAgeSeconds: maxAge ?? sensor.limits.maxAgeSeconds,
                least: sensor.limits.least, greatest: sensor.limits.greatest),
            words: sensor.words, map: sensor.map)
    }

    private func source(
        _ general: SensorSource, at node: DocumentNode
    ) throws(DocumentError) -> SensorSource {
        var source = general
        if let topic { try bind(&source, to: topic.pattern, at: topic.node) }
        if let zone {
            let text = try zone.string("zone")
            guard let clock = source.clock, clock.format == .rfc3339, PayloadClock.isZone(text)
            else {
                throw zone.error("zone is Z or an offset as +08:00, for a map with such times")
            }
            source.clock = PayloadClock(place: clock.place, format: clock.format, zone: text)
        }
        if let retained {
            guard retained == .ignore || source.tellsTime else {
                throw node.error("this map's payloads do not say how old a retained value is")
            }
            source.retained = retained
        }
        return source
    }

    /// Narrows the map's topics to those of one device.
    private func bind(
        _ source: inout SensorSource, to topic: TopicPattern, at node: DocumentNode
    ) throws(DocumentError) {
        let level = source.device
        if let level, !topic.isOpen(at: level) {
            guard topic.isTopic else {
                throw node.error("the topic is neither one device's nor open at level \(level)")
            }
            let device = source.topic.device(at: level, in: topic.description)
            source.device = nil
            source.availability = source.availability.flatMap { availability in
                guard let own = availability.device else { return availability }
                // A device under a topic of the site's own making has no known availability.
                guard source.topic.matches(topic.description), let device,
                    let bound = availability.topic.filled(at: own, with: device)
                else { return nil }
                var narrowed = availability
                (narrowed.topic, narrowed.device) = (bound, nil)
                return narrowed
            }
        } else if level == nil, !topic.isTopic {
            throw node.error("the topic must be one topic: this map names no device by its level")
        }
        source.topic = topic
    }
}
