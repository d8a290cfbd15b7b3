import DeviceMaps
import DeviceReaders
import Documents
import Intake

/// What holds for keys that nobody wrote, where that depends on something else: on another key, on
/// the scale's type plate, on a map.
struct ResolvedValues {
    private let configuration: Configuration

    init(_ configuration: Configuration) { self.configuration = configuration }

    /// What holds for a key of the configuration itself.
    func of(_ name: String) -> UnwrittenValue {
        if name == "rules.minimum_gross" {
            return .follows(
                kilograms(configuration.rules.minimumGross), from: "derived: min of the scale")
        }
        for (place, broker) in configuration.brokers.enumerated()
        where name == "brokers[\(place)].port" || name == "broker.port" {
            let isPlain = broker.protection == .none
            return .follows(
                "\(broker.port)",
                from: isPlain ? "default" : "derived: the connection is protected")
        }
        return .usual
    }

    private func kilograms(_ mass: Mass) -> String {
        let (whole, rest) = mass.grams.quotientAndRemainder(dividingBy: 1000)
        return rest == 0 ? "\(whole)" : "\(Double(mass.grams) / 1000)"
    }

    /// What holds in the devices file, by the names of its keys.
    func devices(in node: DocumentNode, under prefix: String) -> [String: UnwrittenValue] {
        var values: [String: UnwrittenValue] = [:]
        for (place, bus) in node.list("buses").enumerated() {
            for (key, value) in self.bus(bus) { values["\(prefix)buses[\(place)].\(key)"] = value }
        }
        for (place, device) in node.list("devices").enumerated() {
            for (key, value) in self.device(device) {
                values["\(prefix)devices[\(place)].\(key)"] = value
            }
        }
        return values
    }

    // MARK: Buses

    private func bus(_ node: DocumentNode) -> [String: UnwrittenValue] {
        let isLine = node.has("line")
        let modbus = configuration.field.buses.contains { $0.name == node.text("name") }
        var values: [String: UnwrittenValue] = [
            "framing": modbus && !isLine ? .follows("tcp", from: "default") : .nothing
        ]
        if isLine { values["port"] = .nothing }
        if modbus {
            values["line.bits"] = .follows("8", from: "default")
            values["line.rs485"] = .follows("false", from: "default")
        } else if let scale = configuration.field.serialScale,
            case .tty(_, let said) = scale.settings.route
        {
            let line = said ?? scale.map.line
            // What is written stands in the line already, and is not asked for here.
            for (key, text) in [
                ("baud", "\(line.baud)"), ("bits", "\(line.bits)"),
                ("parity", line.parity.rawValue), ("stop_bits", "\(line.stop)"),
            ] { values["line.\(key)"] = .follows(text, from: "map") }
        }
        return values
    }

    // MARK: Devices

    private func device(_ node: DocumentNode) -> [String: UnwrittenValue] {
        node.text("role") == "scale" ? scale() : sensors(node.text("name") ?? "")
    }

    private func scale() -> [String: UnwrittenValue] {
        guard case .frames(let map) = configuration.scale.map else { return [:] }
        var values: [String: UnwrittenValue] = ["unit_id": .nothing]
        if case .polled = map.talk {
            values["poll"] = .follows("\(map.periodMilliseconds)", from: "map")
            values["address"] = .follows("1", from: "default")
        } else {
            // It speaks by itself: nobody asks.
            values["poll"] = .nothing
        }
        return values
    }

    private func sensors(_ name: String) -> [String: UnwrittenValue] {
        for case .sensors(let unit) in configuration.field.buses.flatMap(\.units)
        where unit.name == name {
            let names = unit.sensors.map { $0.name.dropFirst(name.count + 1) }
            let ages = Set(unit.sensors.map { $0.limits.maxAgeSeconds }).sorted()
            return [
                "values": .follows(names.joined(separator: ", "), from: "map"),
                "max_age": .follows(
                    ages.map { "\($0)" }.joined(separator: ", "), from: "map"),
            ]
        }
        return [:]
    }
}

extension DocumentNode {
    private subscript(key: String) -> DocumentNode? {
        guard case .mapping(let entries) = value else { return nil }
        return entries.first { $0.key.value == .scalar(key, plain: true) }?.value
    }

    fileprivate func list(_ key: String) -> [DocumentNode] {
        if case .sequence(let items)? = self[key]?.value { items } else { [] }
    }

    fileprivate func text(_ key: String) -> String? {
        if case .scalar(let text, _)? = self[key]?.value { text } else { nil }
    }
}
