import DeviceMaps
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
        map = try DeviceMap(parsing: try open.document(file), bytes: bytes)
        transport = try Self.transport(in: &scale)
        unitID = UInt8(try scale.optionalInt("unit_id", in: 0...255) ?? 1)
        poll = Int(try scale.optionalInt("poll", in: 20...5000) ?? 100)
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
        in scale: inout DocumentMapping, _ map: DeviceMap
    ) throws(DocumentError) -> ScaleSettings {
        let units = Dictionary(uniqueKeysWithValues: MassUnit.allCases.map { ($0.symbol, $0) })
        let exponent =
            map.point == .site
            ? try scale.int("exponent", in: -6...6) : try scale.optionalInt("exponent", in: -6...6)
        let unit =
            map.unit == .site
            ? try scale.choice("unit", units) : try scale.optionalChoice("unit", units)
        return ScaleSettings(exponent: exponent.map { Int($0) }, unit: unit)
    }

    /// A network address, or a serial line; exactly one of them.
    private static func transport(
        in scale: inout DocumentMapping
    ) throws(DocumentError) -> ModbusTransport {
        let host = try scale.optionalString("host")
        let line = try scale.optionalMapping("line", of: "line")
        let port = UInt16(try scale.optionalInt("port", in: 1...65_535) ?? 502)
        let isRTU =
            try scale.optionalChoice("framing", ["tcp": false, "rtu": true]) ?? false
        switch (host, line) {
        case (let host?, nil):
            return isRTU ? .rtuOverTCP(host: host, port: port) : .tcp(host: host, port: port)
        case (nil, let line?): return .serial(try serial(line))
        case (nil, nil), (.some, .some):
            throw scale.error(
                "scale must have host, for a network, or line, for a serial line, and not both")
        }
    }

    private static func serial(_ section: DocumentMapping) throws(DocumentError) -> SerialLine {
        var line = section
        let device = try line.string("device")
        let bauds = Dictionary(
            uniqueKeysWithValues: SerialLine.bauds.map { (String($0), $0) })
        let baud = try line.optionalChoice("baud", bauds) ?? 9600
        let parities = Dictionary(
            uniqueKeysWithValues: SerialLine.Parity.allCases.map { ($0.rawValue, $0) })
        let parity = try line.optionalChoice("parity", parities) ?? .none
        let stopBits = Int(try line.optionalInt("stop_bits", in: 1...2) ?? 1)
        let isRS485 = try line.optionalBool("rs485") ?? false
        try line.finish()
        return SerialLine(
            device: device, baud: baud, parity: parity, stopBits: stopBits, isRS485: isRS485)
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
