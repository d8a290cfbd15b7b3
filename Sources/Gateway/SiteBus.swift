import DeviceMaps
import DeviceReaders
import Documents
import Modbus

/// A bus as a site describes it: a network address or a serial line.
///
/// What is left out of a line, a frame map proposes; for Modbus it is 9600 baud, no parity, one
/// stop bit.
struct SiteBus {
    private enum Way {
        case network(host: String, port: UInt16?, isRTU: Bool?)
        case line(Line)
    }

    fileprivate struct Line {
        let device: String
        let baud: Int?
        let bits: Int?
        let parity: SerialLine.Parity?
        let stop: Int?
        let isRS485: Bool
    }

    let name: String
    /// How long an answer may take.
    let timeout: Duration
    private let way: Way
    private let place: DocumentPlace

    init(_ node: DocumentNode) throws(DocumentError) {
        var bus = try node.mapping(.bus)
        place = bus.place
        name = try bus.string("name")
        timeout = .milliseconds(try bus.optionalInt("timeout") ?? 1000)
        let host = try bus.optionalString("host")
        let line = try bus.optionalMapping("line")
        switch (host, line) {
        case (let host?, nil):
            let port = try bus.optionalInt("port").map { UInt16($0) }
            let isRTU = try bus.optionalChoice("framing", ["tcp": false, "rtu": true])
            way = .network(host: host, port: port, isRTU: isRTU)
        case (nil, let line?): way = .line(try Line(line))
        case (nil, nil), (.some, .some):
            throw bus.error(
                "bus must have host, for a network, or line, for a serial line, and not both")
        }
        try bus.finish()
    }

    /// The way Modbus goes over it.
    func transport() throws(DocumentError) -> ModbusTransport {
        switch way {
        case .network(let host, let port, let isRTU):
            return isRTU ?? false
                ? .rtuOverTCP(host: host, port: port ?? 502)
                : .tcp(host: host, port: port ?? 502)
        case .line(let line):
            guard line.bits != 7 else {
                throw DocumentError(place, "Modbus RTU needs eight bits; bits is for frame maps")
            }
            let baud = line.baud ?? 9600
            guard ModbusLine.bauds.contains(baud) else {
                throw DocumentError(place, "Modbus RTU is not spoken at \(baud) baud")
            }
            return .serial(
                ModbusLine(
                    device: line.device, baud: baud,
                    parity: ModbusLine.Parity(line.parity ?? .none), stopBits: line.stop ?? 1,
                    isRS485: line.isRS485))
        }
    }

    /// The way strings come over it, on a line as the map proposes but for what the site says.
    func route(for map: FrameMap) throws(DocumentError) -> SerialRoute {
        switch way {
        case .network(let host, let port, let isRTU):
            guard let port else {
                throw DocumentError(place, "strings have no usual port: say the device server's")
            }
            guard isRTU == nil else {
                throw DocumentError(place, "framing is of Modbus; \(map.title) sends strings")
            }
            return .tcp(host: host, port: port)
        case .line(let line):
            let proposed = map.line
            return .tty(
                path: line.device,
                line: SerialLine(
                    baud: line.baud ?? proposed.baud, bits: line.bits ?? proposed.bits,
                    parity: line.parity ?? proposed.parity, stop: line.stop ?? proposed.stop))
        }
    }
}

extension SiteBus.Line {
    fileprivate init(_ section: DocumentMapping) throws(DocumentError) {
        var line = section
        device = try line.string("device")
        let bauds = Dictionary(uniqueKeysWithValues: SerialLine.bauds.map { (String($0), $0) })
        baud = try line.optionalChoice("baud", bauds)
        bits = try line.optionalInt("bits").map { Int($0) }
        let parities = SerialLine.Parity.allCases.map { ($0.rawValue, $0) }
        parity = try line.optionalChoice(
            "parity", Dictionary(uniqueKeysWithValues: parities))
        stop = try line.optionalInt("stop_bits").map { Int($0) }
        isRS485 = try line.optionalBool("rs485") ?? false
        try line.finish()
    }
}

extension ModbusLine.Parity {
    fileprivate init(_ parity: SerialLine.Parity) {
        switch parity {
        case .none: self = .none
        case .even: self = .even
        case .odd: self = .odd
        }
    }
}
