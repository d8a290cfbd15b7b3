import DeviceMaps
import DeviceReaders
import Documents
import Modbus

extension SiteDeviceList {
    mutating func addScale(
        _ device: inout DocumentMapping, _ name: String, _ bus: SiteBus
    ) throws(DocumentError) {
        guard scale == nil else {
            throw device.error("a gateway has one scale; a second bridge has a second gateway")
        }
        let (map, file) = try map(of: &device) { node, bytes throws(DocumentError) in
            try ScaleMap(parsing: node, bytes: bytes)
        }
        try checkGrade(map.grade, file, &device)
        let settings = try ScaleSettings(&device, map)
        let (mayCommand, keepsAlibi) = try commands(of: &device, map)
        let place: String
        switch map {
        case .registers(let map):
            let number = try number(of: &device, on: bus)
            let poll = try device.optionalInt("poll") ?? 100
            units[bus.name, default: []].append(
                .scale(
                    ScaleUnit(
                        name: name, map: map, number: number, settings: settings,
                        mayCommand: mayCommand, interval: .milliseconds(poll))))
            place = "\(try bus.transport()), unit \(number)"
        case .frames(let map):
            var reader = SerialReader.Settings(route: try bus.route(for: map), scale: settings)
            reader.address = try device.frameAddress()
            reader.interval = try device.optionalInt("poll")
                .map { .milliseconds($0) }
            reader.timeout = bus.timeout
            serial = (bus.name, FieldDevices.SerialScale(map: map, settings: reader))
            place = "\(reader.route)"
        }
        scale = try Configuration.Scale(
            &device, id: name, map: map, keepsAlibi: keepsAlibi, place: place)
    }

    /// Whether the device may be told something, and whether it keeps weighings itself.
    private func commands(
        of device: inout DocumentMapping, _ map: ScaleMap
    ) throws(DocumentError) -> (mayCommand: Bool, keepsAlibi: Bool) {
        let mayCommand = try device.optionalBool("commands") ?? false
        let node = device.optionalNode("alibi")
        let keepsAlibi = try node?.bool("alibi") ?? false
        let registers: DeviceMap? = if case .registers(let map) = map { map } else { nil }
        guard !keepsAlibi || (mayCommand && registers?.alibi != nil) else {
            throw (node.map { $0.error } ?? device.error)(
                registers?.alibi == nil
                    ? "the map of \(map.title) knows no alibi memory"
                    : "to keep a weighing is a command: say 'commands: true' as well")
        }
        guard mayCommand || registers?.select == nil else {
            throw device.error(
                "\(map.title) must be told what it shows before it can be read: say "
                    + "'commands: true'")
        }
        return (mayCommand, keepsAlibi)
    }

    mutating func addSensors(
        _ device: inout DocumentMapping, _ name: String, _ bus: SiteBus
    ) throws(DocumentError) {
        let (map, file) = try map(of: &device) { node, bytes throws(DocumentError) in
            try SensorMap(parsing: node, bytes: bytes)
        }
        try checkGrade(map.grade, file, &device)
        let number = try number(of: &device, on: bus)
        let poll = try device.optionalInt("poll") ?? 1000
        let maxAge = try device.optionalInt("max_age")
        let sensors = try wanted(&device, of: map).map {
            $0.named("\(name) \($0.name)", maxAgeSeconds: maxAge)
        }
        do {
            units[bus.name, default: []].append(
                .sensors(
                    try SensorUnit(
                        name: name, map: map, number: number, sensors: sensors,
                        interval: .milliseconds(poll))))
        } catch {
            throw device.error("\(map.title): \(error)")
        }
    }

    private func wanted(
        _ device: inout DocumentMapping, of map: SensorMap
    ) throws(DocumentError) -> [RegisterSensor] {
        guard let nodes = try device.optionalNodes("values") else { return map.sensors }
        var sensors: [RegisterSensor] = []
        for node in nodes {
            let name = try node.string("value")
            guard let sensor = map.sensors.first(where: { $0.name == name }) else {
                let known = map.sensors.map(\.name).joined(separator: ", ")
                throw node.error("the map has no sensor \(name); it has \(known)")
            }
            sensors.append(sensor)
        }
        return sensors
    }

    private func map<Map>(
        of device: inout DocumentMapping,
        _ parse: (DocumentNode, [UInt8]) throws(DocumentError) -> Map
    ) throws(DocumentError) -> (Map, file: String) {
        let file = ConfigurationFile.path(try device.string("map"), beside: file)
        let bytes = try open.bytes(file)
        return (try parse(try open.document(file), bytes), file)
    }

    private func checkGrade(
        _ grade: Int, _ file: String, _ device: inout DocumentMapping
    ) throws(DocumentError) {
        guard grade < 3 else {
            throw try device.node("map").error(
                "\(file) is of grade 3: probe it against known values, then give it its grade; "
                    + "until then it may not stand in records")
        }
    }

    private mutating func number(
        of device: inout DocumentMapping, on bus: SiteBus
    ) throws(DocumentError) -> UInt8 {
        let place = device.optionalNode("unit_id")?.place ?? device.place
        let number = UInt8(try device.optionalInt("unit_id") ?? 1)
        let isNumbered = if case .tcp = try bus.transport() { true } else { false }
        guard isNumbered || (1...247).contains(number) else {
            throw DocumentError(
                place,
                "unit \(number) is no unit of a serial line: 0 is all of them, and 248 to 255 are "
                    + "reserved")
        }
        guard addresses[bus.name, default: []].insert(number).inserted else {
            throw DocumentError(
                place, "bus \(bus.name) has a unit \(number) already")
        }
        return number
    }
}

extension DocumentMapping {
    fileprivate mutating func frameAddress() throws(DocumentError) -> FrameAddress {
        FrameAddress(Int(try optionalInt("address", in: 1...26) ?? 1)) ?? .first
    }
}
