import DeviceReaders
import Documents

/// What a site's devices file says: which device is on which bus, at which address, and for what.
struct SiteDevices {
    let scale: Configuration.Scale
    let field: FieldDevices

    /// Reads the file strictly; paths of maps start from its folder.
    init(file: String, open: ConfigurationFiles) throws(DocumentError) {
        var root = try DocumentMapping(try open.document(file), of: .devicesFile)
        var buses: [SiteBus] = []
        for node in try root.nodes("buses") {
            let bus = try SiteBus(node)
            guard !buses.contains(where: { $0.name == bus.name }) else {
                throw node.error("there is a bus named \(bus.name) already")
            }
            buses.append(bus)
        }
        var list = SiteDeviceList(buses: buses, file: file, open: open)
        for node in try root.nodes("devices") { try list.add(node) }
        try root.finish()
        guard let scale = list.scale else {
            throw root.error("no device has the role scale: a gateway has one")
        }
        self.scale = scale
        field = try list.field(at: root)
    }
}
