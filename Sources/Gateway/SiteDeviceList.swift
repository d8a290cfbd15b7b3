import DeviceReaders
import Documents

/// Devices put on their buses, one after the other.
struct SiteDeviceList {
    let buses: [SiteBus]
    /// The devices file, from whose folder the paths of maps start.
    let file: String
    let open: ConfigurationFiles

    var scale: Configuration.Scale?
    var units: [String: [BusUnit]] = [:]
    var addresses: [String: Set<UInt8>] = [:]
    var serial: (bus: String, scale: FieldDevices.SerialScale)?
    private var names: Set<String> = []

    private enum Role: String, CaseIterable {
        case scale, sensors
    }

    private static let roles = Dictionary(
        uniqueKeysWithValues: Role.allCases.map { ($0.rawValue, $0) })

    init(buses: [SiteBus], file: String, open: ConfigurationFiles) {
        (self.buses, self.file, self.open) = (buses, file, open)
    }

    mutating func add(_ node: DocumentNode) throws(DocumentError) {
        var peek = try node.mapping(.deviceRole)
        let role = try peek.choice("role", Self.roles)
        var device = try node.mapping(role == .scale ? .scaleDevice : .sensorDevice)
        _ = device.has("role")
        let name = try device.string("name")
        guard names.insert(name).inserted else {
            throw node.error("there is a device named \(name) already")
        }
        let bus = try bus(of: &device)
        switch role {
        case .scale: try addScale(&device, name, bus)
        case .sensors: try addSensors(&device, name, bus)
        }
        try device.finish()
    }

    /// Every bus with what is on it; one that nobody is on is a slip of the pen.
    func field(at root: DocumentMapping) throws(DocumentError) -> FieldDevices {
        var used: [FieldDevices.Bus] = []
        for bus in buses {
            if serial?.bus == bus.name {
                guard units[bus.name] == nil else {
                    throw root.error(
                        "bus \(bus.name) carries a scale that sends strings, and nothing else can")
                }
                continue
            }
            guard let units = units[bus.name] else {
                throw root.error("bus \(bus.name) has no device")
            }
            used.append(
                FieldDevices.Bus(
                    name: bus.name,
                    bus: ModbusReader.Bus(try bus.transport(), timeout: bus.timeout),
                    units: units))
        }
        return FieldDevices(buses: used, serialScale: serial?.scale)
    }

    private func bus(of device: inout DocumentMapping) throws(DocumentError) -> SiteBus {
        let node = try device.node("bus")
        let name = try node.string("bus")
        guard let bus = buses.first(where: { $0.name == name }) else {
            throw node.error(
                "there is no bus \(name); there are "
                    + buses.map(\.name).joined(separator: ", "))
        }
        return bus
    }
}
