import Documents

extension SensorSource {
    /// Takes the keys that say where messages come from; the caller finishes the mapping.
    init(_ map: inout DocumentMapping) throws(DocumentError) {
        let codec =
            try map.optionalChoice("payload", DeviceMap.namesOf(PayloadCodec.self)) ?? .json
        self =
            codec == .sparkplugB
            ? try Self(sparkplug: &map) : try Self(&map, codec: codec)
    }

    private init(
        _ map: inout DocumentMapping, codec: PayloadCodec
    ) throws(DocumentError) {
        self.codec = codec
        topic = try map.topicPattern("topic")
        device = try map.level("device", of: topic)
        clock = try map.clock(codec)
        retained =
            try map.optionalChoice("retained", DeviceMap.namesOf(Retained.self)) ?? .ignore
        absent = try map.optionalChoice("absent", DeviceMap.namesOf(Absent.self)) ?? .refuse
        availability = try Availability(&map, device: device)
        dedupe = try map.pointers("dedupe")
        guard dedupe.isEmpty || codec == .json else {
            throw map.error("dedupe points into JSON; \(codec) has no such places")
        }
        guard topic.isTopic || device != nil else {
            throw map.error(
                "\(topic) is open to several devices: \"device\" must say which level of it, "
                    + "counted from 1, names the device, or their values would pass for one")
        }
        guard retained == .ignore || tellsTime else {
            throw map.error(
                "a retained value may be of any age: \"retained: accept\" needs \"time\", the "
                    + "pointer to the sensor's own time")
        }
    }
}

extension SensorSource {
    /// Births and deaths say of a Sparkplug node what other maps have to say.
    private init(sparkplug map: inout DocumentMapping) throws(DocumentError) {
        let node = SparkplugNode(group: try map.string("group"), name: try map.string("node"))
        let names = [node.group, node.name]
        guard let topic = TopicPattern(node.pattern), names.allSatisfy(Self.isLevel) else {
            throw map.error("group and node are one level of a topic each")
        }
        self.init(
            topic: topic, device: nil, codec: .sparkplugB, clock: nil, retained: .ignore,
            absent: .ignore, availability: nil, node: node)
    }

    private static func isLevel(_ name: String) -> Bool {
        !name.isEmpty && !name.contains { "/+#".contains($0) }
    }
}

extension Availability {
    /// Nil without the key.
    fileprivate init?(
        _ map: inout DocumentMapping, device sensorDevice: Int?
    ) throws(DocumentError) {
        guard var own = try map.optionalMapping("availability") else {
            return nil
        }
        topic = try own.topicPattern("topic")
        device = try own.level("device", of: topic)
        place = own.has("value") ? try own.pointer("value") : nil
        online = try own.optionalString("online") ?? "online"
        offline = try own.optionalString("offline") ?? "offline"
        try own.finish()
        guard device != nil ? sensorDevice != nil : topic.isTopic else {
            throw own.error(
                "\"device\" must say which level of \(topic) names the device, and the sensor's "
                    + "topic must have one too")
        }
        guard online != offline else { throw own.error("online and offline are the same word") }
    }
}

extension DocumentMapping {
    /// A topic, wildcards allowed.
    mutating func topicPattern(_ key: String) throws(DocumentError) -> TopicPattern {
        let node = try node(key)
        let text = try string(key)
        guard let pattern = TopicPattern(text) else {
            throw node.error(
                "\(key) must be a topic; + stands for one whole level, # for all from the last "
                    + "one on, so \(text.prefix(80)) is none")
        }
        return pattern
    }

    /// The number of an open level of a topic.
    mutating func level(
        _ key: String, of topic: TopicPattern
    ) throws(DocumentError) -> Int? {
        guard let node = optionalNode(key) else { return nil }
        let level = Int(try node.int(key, in: 1...128))
        guard topic.isOpen(at: level) else {
            throw node.error("level \(level) of \(topic) is neither + nor #")
        }
        return level
    }

    /// A JSON pointer.
    mutating func pointer(_ key: String) throws(DocumentError) -> JSONPointer {
        let node = try node(key)
        let text = try string(key)
        guard let pointer = JSONPointer(text) else {
            throw node.error(
                "\(key) must be a JSON pointer such as /params/humidity, or \"\" for a payload "
                    + "that is the value alone, not \(text)")
        }
        return pointer
    }

    /// A list of JSON pointers; empty without the key.
    mutating func pointers(_ key: String) throws(DocumentError) -> [JSONPointer] {
        var pointers: [JSONPointer] = []
        for node in try optionalNodes(key) ?? [] {
            guard let pointer = JSONPointer(try node.string(key)) else {
                throw node.error("\(key) lists JSON pointers such as /deduplicationId")
            }
            pointers.append(pointer)
        }
        return pointers
    }

    /// Where the sensor's own time stands; nil without `time`.
    mutating func clock(_ codec: PayloadCodec) throws(DocumentError) -> PayloadClock? {
        let format = optionalNode("time_format")
        let zone = optionalNode("zone")
        guard let node = optionalNode("time") else {
            guard let stray = format ?? zone else { return nil }
            throw stray.error("time_format and zone go with \"time\", a pointer to the time")
        }
        guard codec == .json else {
            throw node.error("\"time\" points into JSON; SenML has its own time, plain has none")
        }
        let clock = PayloadClock(
            place: try pointer("time"),
            format: try format?.choice("time_format", DeviceMap.namesOf(PayloadClock.Format.self))
                ?? .unix,
            zone: try zone?.string("zone"))
        if let zone, let text = clock.zone {
            guard clock.format == .rfc3339, PayloadClock.isZone(text) else {
                throw zone.error(
                    "zone must be Z or an offset such as +08:00, for times as rfc3339")
            }
        }
        return clock
    }

    /// A decimal number that may be missing.
    mutating func exactDecimal(_ key: String) throws(DocumentError) -> ExactDecimal? {
        guard let number = try optionalDecimal(key) else { return nil }
        return ExactDecimal(mantissa: number.mantissa, exponent: number.exponent)
    }
}
