package import DeviceMaps
import Modbus

/// Where the devices are that are wired to the box, and what is asked of them.
package struct FieldDevices: Sendable, Hashable {
    /// A bus and its units, in the order in which they are asked first.
    package struct Bus: Sendable, Hashable {
        package let name: String
        package let bus: ModbusReader.Bus
        package let units: [BusUnit]

        package init(name: String, bus: ModbusReader.Bus, units: [BusUnit]) {
            (self.name, self.bus, self.units) = (name, bus, units)
        }

        /// Whether the weighing indicator is on it.
        var hasScale: Bool {
            units.contains { if case .scale = $0 { true } else { false } }
        }
    }

    /// A weighing indicator that sends strings over a line of its own.
    package struct SerialScale: Sendable, Hashable {
        package let map: FrameMap
        package let settings: SerialReader.Settings

        package init(map: FrameMap, settings: SerialReader.Settings) {
            (self.map, self.settings) = (map, settings)
        }
    }

    package let buses: [Bus]
    /// Nil where the scale is on a bus.
    package let serialScale: SerialScale?

    package init(buses: [Bus], serialScale: SerialScale?) {
        (self.buses, self.serialScale) = (buses, serialScale)
    }

    /// The names of all sensors on the buses.
    package var sensorNames: [String] {
        var names: [String] = []
        for unit in buses.flatMap(\.units) {
            if case .sensors(let unit) = unit { names += unit.sensors.map(\.name) }
        }
        return names
    }

    /// Each bus and each line by itself, in their order: they go on independently of each other.
    package var parts: [FieldDevices] {
        buses.map { FieldDevices(buses: [$0], serialScale: nil) }
            + (serialScale.map { [FieldDevices(buses: [], serialScale: $0)] } ?? [])
    }

    /// Whether the weighing indicator is among them.
    package var hasScale: Bool { serialScale != nil || buses.contains(where: \.hasScale) }

    /// The names of the devices with sensors.
    package var sensorUnits: [String] {
        buses.flatMap(\.units).compactMap {
            if case .sensors(let unit) = $0 { unit.name } else { nil }
        }
    }

    /// The lines and network addresses they are reached by, each as its place is written.
    package var addresses: Set<String> {
        let serial: [String] =
            switch serialScale?.settings.route {
            case .tty(let path, _)?: [path]
            case .tcp(let host, let port)?: ["\(host):\(port)"]
            case nil: []
            }
        return Set(
            buses.map { $0.bus.transport.description } + serial)
    }
}
