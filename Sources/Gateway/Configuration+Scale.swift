import DeviceMaps
import DeviceReaders
import Documents
import Intake
import Modbus

extension Configuration.Scale {
    init(
        _ section: DocumentMapping, path: (String) -> String, open: ConfigurationFiles
    ) throws(DocumentError) {
        var scale = section
        let file = path(try scale.string("map"))
        let bytes = try open.bytes(file)
        let map = try ScaleMap(parsing: try open.document(file), bytes: bytes)
        guard map.grade < 3 else {
            throw try scale.node("map").error(
                "\(file) is of grade 3: probe it against known loads, then give it its grade; until "
                    + "then it may not sign records")
        }
        switch map {
        case .registers(let map):
            device = try ScaleRegisters(map).device(in: &scale)
        case .frames(let map):
            device = try ScaleFrames(map).device(in: &scale)
        }
        poll = try scale.optionalInt("poll", in: 20...5000).map { Int($0) }
        timeout = Int(try scale.optionalInt("timeout", in: 50...10_000) ?? 1000)
        settings = try Self.settings(in: &scale, map)
        id = try scale.string("id")
        model = try scale.string("model")
        serial = try scale.string("serial")
        interval = try Self.interval(in: &scale)
        try scale.finish()
    }

    /// What the site has to say because the device does not.
    private static func settings(
        in scale: inout DocumentMapping, _ map: ScaleMap
    ) throws(DocumentError) -> ScaleSettings {
        let units = Dictionary(uniqueKeysWithValues: MassUnit.allCases.map { ($0.symbol, $0) })
        let exponent =
            map.needsExponent
            ? try scale.int("exponent", in: -6...6) : try scale.optionalInt("exponent", in: -6...6)
        let unit =
            map.needsUnit
            ? try scale.choice("unit", units) : try scale.optionalChoice("unit", units)
        return ScaleSettings(exponent: exponent.map { Int($0) }, unit: unit)
    }

    private static func interval(
        in scale: inout DocumentMapping
    ) throws(DocumentError) -> ScaleInterval {
        let interval = ScaleInterval(
            e: try mass("verification_interval", in: &scale),
            d: try mass("scale_interval", in: &scale),
            max: try mass("max", in: &scale), min: try mass("min", in: &scale))
        guard let interval else {
            throw scale.error(
                "the type plate contradicts itself: intervals are above 0, scale_interval is at "
                    + "most verification_interval, and min is below max")
        }
        return interval
    }

    /// Kilograms with decimals, as on a type plate.
    private static func mass(
        _ key: String, in scale: inout DocumentMapping
    ) throws(DocumentError) -> Mass {
        let place = try scale.node(key).place
        let decimal = try scale.decimal(key)
        guard ShownWeight.exponents.contains(decimal.exponent),
            let mass = ShownWeight(
                digits: decimal.mantissa, exponent: decimal.exponent, unit: .kilogram
            ).mass
        else { throw DocumentError(place, "'\(key)' is not a mass in kilograms") }
        return mass
    }
}

/// Where an indicator with registers is.
private struct ScaleRegisters {
    private let map: DeviceMap

    init(_ map: DeviceMap) { self.map = map }

    func device(in scale: inout DocumentMapping) throws(DocumentError) -> ScaleDevice {
        let host = try scale.optionalString("host")
        let line = try scale.optionalMapping("line", of: "line")
        let unit = UInt8(try scale.optionalInt("unit_id", in: 0...255) ?? 1)
        let transport: ModbusTransport
        switch (host, line) {
        case (let host?, nil):
            let port = UInt16(try scale.optionalInt("port", in: 1...65_535) ?? 502)
            let isRTU = try scale.optionalChoice("framing", ["tcp": false, "rtu": true]) ?? false
            transport = isRTU ? .rtuOverTCP(host: host, port: port) : .tcp(host: host, port: port)
        case (nil, let line?): transport = .serial(try serial(line))
        case (nil, nil), (.some, .some): throw scale.neitherOrBoth
        }
        if case .tcp = transport {
        } else if !(1...247).contains(unit) {
            throw try scale.node("unit_id").error(
                "unit \(unit) is no unit of a serial line: 0 is all of them, and 248 to 255 are "
                    + "reserved")
        }
        return .registers(map, transport, unit: unit)
    }

    private func serial(_ section: DocumentMapping) throws(DocumentError) -> ModbusLine {
        var line = section
        let device = try line.string("device")
        let baud = try line.optionalChoice("baud", ModbusLine.bauds.byName) ?? 9600
        let parity = try line.optionalChoice("parity", ModbusLine.Parity.allCases.byName) ?? .none
        let stopBits = Int(try line.optionalInt("stop_bits", in: 1...2) ?? 1)
        let isRS485 = try line.optionalBool("rs485") ?? false
        try line.finish()
        return ModbusLine(
            device: device, baud: baud, parity: parity, stopBits: stopBits, isRS485: isRS485)
    }
}

/// Where an indicator that sends strings is.
private struct ScaleFrames {
    private let map: FrameMap

    init(_ map: FrameMap) { self.map = map }

    func device(in scale: inout DocumentMapping) throws(DocumentError) -> ScaleDevice {
        let host = try scale.optionalString("host")
        let line = try scale.optionalMapping("line", of: "line")
        let number = Int(try scale.optionalInt("address", in: 1...26) ?? 1)
        let address = FrameAddress(number) ?? .first
        switch (host, line) {
        case (let host?, nil):
            let port = UInt16(try scale.int("port", in: 1...65_535))
            return .frames(map, .tcp(host: host, port: port), address: address)
        case (nil, let line?): return .frames(map, try tty(line), address: address)
        case (nil, nil), (.some, .some): throw scale.neitherOrBoth
        }
    }

    /// The line as the map proposes it, but for what the site says.
    private func tty(_ section: DocumentMapping) throws(DocumentError) -> SerialRoute {
        var line = section
        let device = try line.string("device")
        let proposed = map.line
        let settings = SerialLine(
            baud: try line.optionalChoice("baud", SerialLine.bauds.byName) ?? proposed.baud,
            bits: Int(try line.optionalInt("bits", in: 7...8) ?? Int64(proposed.bits)),
            parity: try line.optionalChoice("parity", SerialLine.Parity.allCases.byName)
                ?? proposed.parity,
            stop: Int(try line.optionalInt("stop_bits", in: 1...2) ?? Int64(proposed.stop)))
        try line.finish()
        return .tty(path: device, line: settings)
    }
}

extension DocumentMapping {
    fileprivate var neitherOrBoth: DocumentError {
        error("scale must have host, for a network, or line, for a serial line, and not both")
    }
}

extension [Int] {
    fileprivate var byName: [String: Int] {
        Dictionary(uniqueKeysWithValues: map { (String($0), $0) })
    }
}

extension Collection where Element: RawRepresentable<String> {
    fileprivate var byName: [String: Element] {
        Dictionary(uniqueKeysWithValues: map { ($0.rawValue, $0) })
    }
}
