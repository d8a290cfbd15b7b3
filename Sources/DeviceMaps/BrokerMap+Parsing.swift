package import Documents
import Intake

extension BrokerMap {
    /// Reads the map strictly, with file, line and column in every complaint.
    ///
    /// - Parameters:
    ///   - node: the map.
    ///   - open: the document of a payload map that the map names by its path.
    /// - Throws: `DocumentError`, also for the payload maps it names.
    package init(
        parsing node: DocumentNode, open: (String) throws(DocumentError) -> MapDocument
    ) throws(DocumentError) {
        var map = try DocumentMapping(node, of: .brokerMap)
        plates = try Plates(&map, open: open)
        var sensors: [BrokerSensor] = []
        for node in try map.optionalNodes("sensors") ?? [] {
            for sensor in try Self.sensors(node, open: open) {
                guard !sensors.contains(where: { $0.name == sensor.name }) else {
                    throw node.error("there is a sensor named \"\(sensor.name)\" already")
                }
                sensors.append(sensor)
            }
        }
        self.sensors = sensors
        try map.finish()
    }

    /// Reads a map that names no other files.
    package init(parsing node: DocumentNode) throws(DocumentError) {
        try self.init(parsing: node) { (path) throws(DocumentError) in
            throw node.error("\(path) cannot be opened from here")
        }
    }

    /// One sensor spelled out, or those of a payload map.
    private static func sensors(
        _ node: DocumentNode, open: (String) throws(DocumentError) -> MapDocument
    ) throws(DocumentError) -> [BrokerSensor] {
        var map = try DocumentMapping(node, of: .siteSensor)
        guard let file = map.optionalNode("map") else {
            let sensor = try BrokerSensor(&map, source: try SensorSource(&map), by: nil)
            try map.finish()
            return [sensor]
        }
        let payloads = try PayloadMap(try open(try file.string("map")))
        guard payloads.plates == nil else { throw file.error("this map is one of plates") }
        let site = try SiteSensors(&map)
        try map.finish()
        return try site.sensors(of: payloads, at: node)
    }
}

extension BrokerMap.Plates {
    /// Nil without the key.
    fileprivate init?(
        _ map: inout DocumentMapping, open: (String) throws(DocumentError) -> MapDocument
    ) throws(DocumentError) {
        guard var plates = try map.optionalMapping("plates") else { return nil }
        (topic, format) = try Self.source(&plates, open: open)
        var cameras: Set<String> = []
        for node in try plates.optionalNodes("cameras") ?? [] {
            cameras.insert(try node.string("camera"))
        }
        self.cameras = cameras
        leastConfidence = try Self.permille("min_confidence", in: &plates) ?? 0
        lateAfterSeconds = try plates.optionalInt("late_after") ?? 10
        try plates.finish()
    }

    private static func source(
        _ plates: inout DocumentMapping, open: (String) throws(DocumentError) -> MapDocument
    ) throws(DocumentError) -> (TopicPattern, PlateFormat) {
        guard let file = plates.optionalNode("map") else {
            let formats = ["frigate": PlateFormat.frigate]
            guard let format = try plates.choice("format", formats) else {
                preconditionFailure("a pointer of ours is none")
            }
            return (try plates.topicPattern("topic"), format)
        }
        guard let own = try PayloadMap(try open(try file.string("map"))).plates else {
            throw file.error("this map is one of sensors")
        }
        guard plates.has("topic") else { return (own.topic, own.format) }
        let topic = try plates.topicPattern("topic")
        if case .level(let level) = own.format.camera, !topic.isOpen(at: level) {
            throw plates.error("level \(level) of the topic names the camera and must be + or #")
        }
        return (topic, own.format)
    }

    private static func permille(
        _ key: String, in map: inout DocumentMapping
    ) throws(DocumentError) -> Int? {
        guard let node = map.optionalNode(key) else { return nil }
        guard let number = try map.exactDecimal(key),
            let permille = PlateFormat.Scale.one.permille(number)
        else { throw node.error("\(key) must be between 0 and 1") }
        return permille
    }
}
