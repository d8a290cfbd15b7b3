import Crypto
package import Documents

/// What one kind of device puts on a broker: its topics, its payloads, its values.
///
/// Such a map knows no site: which device it is, and in what zone its clock runs, the site's
/// configuration says.
package struct PayloadMap: Sendable, Hashable {
    /// Plates of a camera, on the topic that its software uses unless told otherwise.
    package struct Plates: Sendable, Hashable {
        package let topic: TopicPattern
        package let format: PlateFormat
    }

    package let maker: String
    package let model: String
    /// Counts up with every change of the map that changes what is read.
    package let version: Int
    /// Where its facts come from.
    package let source: String
    package let plates: Plates?
    package let sensors: [BrokerSensor]
    /// SHA-256 of the bytes of the map's file; it stands in the evidence of what was read by it.
    package let digest: [UInt8]

    /// Reads a map strictly, with file, line and column in every complaint.
    ///
    /// `bytes` are those of the same file, for the digest.
    package init(parsing node: DocumentNode, bytes: [UInt8]) throws(DocumentError) {
        digest = [UInt8](SHA256.hash(data: bytes))
        var map = try DocumentMapping(node, of: .payloadMap)
        _ = try map.int("payload_map")
        version = Int(try map.int("version"))
        maker = try map.string("maker")
        model = try map.string("model")
        source = try map.string("source")
        plates = try Self.plates(&map)
        sensors = plates == nil ? try Self.sensors(&map, digest) : []
        try map.finish()
    }

    private static func plates(_ map: inout DocumentMapping) throws(DocumentError) -> Plates? {
        guard var plates = try map.optionalMapping("plates") else { return nil }
        let topic = try plates.topicPattern("topic")
        let format = try PlateFormat(&plates, topic: topic)
        try plates.finish()
        return Plates(topic: topic, format: format)
    }

    private static func sensors(
        _ map: inout DocumentMapping, _ digest: [UInt8]
    ) throws(DocumentError) -> [BrokerSensor] {
        let source = try SensorSource(&map)
        var sensors: [BrokerSensor] = []
        for node in try map.nodes("sensors") {
            var own = try DocumentMapping(node, of: .payloadSensor)
            let sensor = try BrokerSensor(&own, source: source, by: digest)
            try own.finish()
            guard !sensors.contains(where: { $0.name == sensor.name }) else {
                throw node.error("there is a sensor named \"\(sensor.name)\" already")
            }
            sensors.append(sensor)
        }
        guard !sensors.isEmpty else { throw map.error("a payload map has sensors or plates") }
        return sensors
    }
}
