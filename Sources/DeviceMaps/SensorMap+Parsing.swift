import Crypto
package import Documents
import Intake

extension SensorMap {
    /// Reads a map strictly.
    ///
    /// An unknown key, a doubtful address, a value that cannot be read are complaints with file,
    /// line and column. `bytes` are those of the same file, for the digest.
    package init(parsing node: DocumentNode, bytes: [UInt8]) throws(DocumentError) {
        var map = try DocumentMapping(node, of: .sensorMap)
        _ = try map.int("sensor_map")
        let sheet = try RegisterSheet(&map)
        (version, maker, model) = (sheet.version, sheet.maker, sheet.model)
        (grade, source) = (sheet.grade, sheet.source)
        (limits, forbidden) = (sheet.limits, sheet.forbidden)
        values = try DeviceMap.withSigns(
            sheet.nodes, sheet.plain, DeviceMapBits(values: sheet.plain, usual: nil))
        digest = [UInt8](SHA256.hash(data: bytes))
        sensors = try Self.sensors(&map, values, digest)
        let identity = try DeviceMap.identity(&map, values)
        try map.finish()
        self.identity = identity.map(\.constant)
        identityRequests = try DeviceMap.requests(identity, forbidden, limits)
        do {
            _ = try plan(reading: sensors)
        } catch {
            throw node.error("sensors: \(error)")
        }
    }

    private static func sensors(
        _ map: inout DocumentMapping, _ values: [DeviceMap.Value], _ digest: [UInt8]
    ) throws(DocumentError) -> [RegisterSensor] {
        var sensors: [RegisterSensor] = []
        for node in try map.nodes("sensors") {
            var mapping = try DocumentMapping(node, of: .registerSensor)
            let sensor = try RegisterSensor(&mapping, values, digest)
            try mapping.finish()
            guard !sensors.contains(where: { $0.name == sensor.name }) else {
                throw mapping.error("there is a sensor named \"\(sensor.name)\" already")
            }
            sensors.append(sensor)
        }
        guard !sensors.isEmpty else { throw map.error("sensors names none") }
        return sensors
    }
}

extension RegisterSensor {
    /// Takes the keys of one sensor; the caller finishes the mapping.
    fileprivate init(
        _ map: inout DocumentMapping, _ values: [DeviceMap.Value], _ digest: [UInt8]
    ) throws(DocumentError) {
        self.map = digest
        name = try BrokerSensor.name(&map)
        let node = try map.node("value")
        value = try DeviceMap.Value.named(node, values)
        guard value.codec.type != .string else {
            throw node.error("\"\(value.name)\" is a text and measures nothing")
        }
        kind = try map.choice("kind", BrokerSensor.kinds)
        unit = try map.string("unit")
        scale = try map.exactDecimal("scale") ?? ExactDecimal(mantissa: 1, exponent: 0)
        offset = try map.exactDecimal("offset") ?? ExactDecimal(mantissa: 0, exponent: 0)
        var invalid: Set<Int64> = []
        for node in try map.optionalNodes("invalid") ?? [] {
            invalid.insert(try node.int("invalid"))
        }
        self.invalid = invalid
        let bits = DeviceMapBits(values: values, usual: value.codec.type.hasBits ? value : nil)
        valid = try bits.bits("valid", in: &map)
        let names = Set((valid + [value.negative].compactMap { $0 }).map(\.value))
        companions = values.filter { names.contains($0.name) }
        limits = SensorLimits(
            maxAgeSeconds: try map.int("max_age"),
            least: try map.exactDecimal("min"), greatest: try map.exactDecimal("max"))
    }
}
