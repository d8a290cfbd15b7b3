import Documents
import Intake

extension BrokerSensor {
    /// Takes the keys that say what a value is; the caller finishes the mapping.
    init(
        _ map: inout DocumentMapping, source: SensorSource, by digest: [UInt8]?
    ) throws(DocumentError) {
        (self.source, self.map) = (source, digest)
        name = try Self.name(&map)
        value = try Self.place(source, &map)
        kind = try map.choice("kind", Self.kinds)
        unit = try map.string("unit")
        limits = SensorLimits(
            maxAgeSeconds: try map.int("max_age"),
            least: try map.exactDecimal("min"), greatest: try map.exactDecimal("max"))
        words = try Self.words(&map)
    }

    static func name(_ map: inout DocumentMapping) throws(DocumentError) -> String {
        let node = try map.node("name")
        let name = try map.string("name")
        guard !name.isEmpty, name.utf8.count <= 64, !name.contains("/") else {
            throw node.error(
                "name must have 1 to 64 letters and no /, which sets a device's name apart")
        }
        return name
    }

    private static func place(
        _ source: SensorSource, _ map: inout DocumentMapping
    ) throws(DocumentError) -> ValuePlace {
        switch source.codec {
        case .plain: return .whole
        case .json: return .pointer(try map.pointer("value"))
        case .senmlJSON, .senmlCBOR: return .record(try map.string("record"))
        case .sparkplugB:
            guard let node = source.node else { throw map.error("a metric has a node") }
            return .metric(
                SparkplugPlace(
                    node: node, device: try map.optionalString("edge_device"),
                    metric: try map.string("metric")))
        }
    }

    private static func words(
        _ map: inout DocumentMapping
    ) throws(DocumentError) -> [String: ExactDecimal] {
        guard var mapping = try map.optionalMapping("words") else { return [:] }
        var words: [String: ExactDecimal] = [:]
        for word in mapping.keys { words[word] = try mapping.exactDecimal(word) }
        try mapping.finish()
        return words
    }

    static let kinds: [String: SensorKind] = [
        "moisture": .moisture, "radiation": .radiation, "temperature": .temperature,
        "other": .other,
    ]
}
