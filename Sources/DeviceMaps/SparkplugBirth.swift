/// What an edge node said when it was born, and how far its messages were followed since.
struct SparkplugBirth: Sendable, Hashable {
    /// A metric that was named by a birth.
    struct Definition: Sendable, Hashable {
        let device: String?
        let name: String
        let type: UInt64?
    }

    /// A value with the definition it belongs to.
    struct Named: Sendable, Hashable {
        let definition: Definition
        let value: PayloadValue

        func value(of node: SparkplugNode) -> SparkplugValue {
            SparkplugValue(
                place: SparkplugPlace(
                    node: node, device: definition.device, metric: definition.name),
                value: value)
        }
    }

    /// The devices that are there.
    var devices: Set<String> = []
    /// The number that ties the node's will to this life.
    private let life: SparkplugMetric.Raw?
    private var next: UInt8
    private var aliases: [UInt64: Definition] = [:]
    private var names: [String: [String: Definition]] = [:]

    init(_ payload: SparkplugPayload) {
        life = Self.life(payload)
        next = (payload.seq ?? 0) &+ 1
    }

    /// Whether a death is that of this life; one that does not say counts.
    func isEnded(by death: SparkplugPayload) -> Bool {
        guard let life, let other = Self.life(death) else { return true }
        return life == other
    }

    /// Takes the number of a message; false when one before it was lost.
    mutating func take(seq: UInt8?) -> Bool {
        guard seq == next else { return false }
        next &+= 1
        return true
    }

    func knows(_ device: String?) -> Bool {
        device.map(devices.contains) ?? true
    }

    /// Learns the names of a birth; its values count as any.
    mutating func define(_ payload: SparkplugPayload, device: String?) -> [Named] {
        if let device { devices.insert(device) }
        // A device born again may have given its aliases new meanings.
        names[device ?? ""] = nil
        aliases = aliases.filter { $0.value.device != device }
        var count = names.values.reduce(0) { $0 + $1.count }
        for metric in payload.metrics {
            guard let name = metric.name, count < SparkplugHost.mostMetrics else { continue }
            count += 1
            let definition = Definition(device: device, name: name, type: metric.dataType)
            names[device ?? "", default: [:]][name] = definition
            if let alias = metric.alias { aliases[alias] = definition }
        }
        return name(payload, device: device) ?? []
    }

    /// The values of a message under their names; nil when one has a name nobody told.
    func name(_ payload: SparkplugPayload, device: String?) -> [Named]? {
        var values: [Named] = []
        for metric in payload.metrics {
            guard let definition = definition(of: metric, device: device) else { return nil }
            // What a node kept while it was offline is history, not how things stand.
            guard !metric.isHistorical else { continue }
            let type = (metric.dataType ?? definition.type)
                .flatMap(SparkplugMetric.DataType.init(rawValue:))
            values.append(
                Named(
                    definition: definition,
                    value: PayloadValue(
                        content: metric.content(as: type), unit: nil,
                        time: (metric.milliseconds ?? payload.milliseconds)
                            .flatMap(Int64.init(exactly:))
                            .map(PayloadTime.at(milliseconds:)))))
        }
        return values
    }

    private func definition(of metric: SparkplugMetric, device: String?) -> Definition? {
        if let name = metric.name { return names[device ?? ""]?[name] }
        let definition = metric.alias.flatMap { aliases[$0] }
        return definition?.device == device ? definition : nil
    }

    private static func life(_ payload: SparkplugPayload) -> SparkplugMetric.Raw? {
        payload.metrics.first { $0.name == "bdSeq" }?.raw
    }
}
