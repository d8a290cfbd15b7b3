package import DeviceMaps
package import Intake
package import Modbus

/// How an indicator is reached, and by which map it is read.
package enum ScaleDevice: Sendable, Hashable {
    case registers(DeviceMap, ModbusTransport, unit: UInt8)
    case frames(FrameMap, SerialRoute, address: FrameAddress)

    /// Its map.
    package var map: ScaleMap {
        switch self {
        case .registers(let map, _, _): .registers(map)
        case .frames(let map, _, _): .frames(map)
        }
    }
}

extension ScaleDevice: CustomStringConvertible {
    /// The model and where it is.
    package var description: String {
        switch self {
        case .registers(let map, let transport, let unit):
            "\(map.title) at \(transport), unit \(unit)"
        case .frames(let map, .tty(let path, let line), _):
            "\(map.title) at \(path), \(line ?? map.line)"
        case .frames(let map, .tcp(let host, let port), _): "\(map.title) at \(host):\(port)"
        }
    }
}

/// Reads one weighing indicator, whichever way it speaks.
package enum ScaleReader: Sendable {
    case modbus(ModbusReader)
    case serial(SerialReader)

    /// A reader that connects to nothing yet.
    ///
    /// - Parameters:
    ///   - device: where it is and how it speaks.
    ///   - interval: from one poll to the next; nil takes the map's, or ten polls a second.
    ///   - timeout: how long an answer may take.
    ///   - scale: what the site says of point and unit.
    ///   - clock: the clocks of the box.
    package init(
        _ device: ScaleDevice, interval: Duration?, timeout: Duration, scale: ScaleSettings,
        clock: SiteClock
    ) {
        switch device {
        case .registers(let map, let transport, let unit):
            var settings = ModbusReader.Settings(transport, unit: unit, scale: scale)
            settings.interval = interval ?? settings.interval
            settings.timeout = timeout
            self = .modbus(ModbusReader(map: map, settings: settings, clock: clock))
        case .frames(let map, let route, let address):
            var settings = SerialReader.Settings(route: route, scale: scale)
            (settings.address, settings.interval) = (address, interval)
            settings.timeout = timeout
            self = .serial(SerialReader(map: map, settings: settings, clock: clock))
        }
    }

    /// The readings and silences in their order; ends when `run` does.
    package var lines: AsyncStream<ScaleLine> {
        switch self {
        case .modbus(let reader): reader.lines
        case .serial(let reader): reader.lines
        }
    }

    /// Reads until cancelled; call it once.
    package func run() async {
        switch self {
        case .modbus(let reader): await reader.run()
        case .serial(let reader): await reader.run()
        }
    }
}
