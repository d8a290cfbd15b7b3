package import DeviceMaps

/// One device on a bus, and what is asked of it.
package enum BusUnit: Sendable, Hashable {
    case scale(ScaleUnit)
    case sensors(SensorUnit)

    /// What the site calls it.
    var name: String {
        switch self {
        case .scale(let unit): unit.name
        case .sensors(let unit): unit.name
        }
    }

    /// From one poll to the next.
    var interval: Duration {
        switch self {
        case .scale(let unit): unit.interval
        case .sensors(let unit): unit.interval
        }
    }

    /// How often it is tried while it is away.
    func patience(isAlone: Bool) -> PollPatience {
        guard !isAlone else { return .alone }
        if case .scale = self { return .sharedScale }
        return .shared
    }
}

/// The weighing indicator on a bus.
package struct ScaleUnit: Sendable, Hashable {
    /// What the site calls it.
    package let name: String
    package let map: DeviceMap
    /// The unit number; behind a gateway it says which device is meant.
    package let number: UInt8
    package let settings: ScaleSettings
    /// Whether the site lets the map's commands be sent.
    package let mayCommand: Bool
    /// From one poll to the next.
    package let interval: Duration

    package init(
        name: String, map: DeviceMap, number: UInt8 = 1, settings: ScaleSettings,
        mayCommand: Bool = false, interval: Duration = .milliseconds(100)
    ) {
        self.mayCommand = mayCommand
        (self.name, self.map, self.number) = (name, map, number)
        (self.settings, self.interval) = (settings, interval)
    }
}

/// A device with sensors on a bus.
package struct SensorUnit: Sendable, Hashable {
    /// What the site calls the device.
    package let name: String
    package let map: SensorMap
    package let number: UInt8
    /// Those of the map that the site wants, under their names at the site.
    package let sensors: [RegisterSensor]
    /// From one poll to the next.
    package let interval: Duration
    /// What is asked at first.
    let plan: BlockPlan

    /// - Throws: `RegisterPlanError` where a sensor cannot be read within the map's limits.
    package init(
        name: String, map: SensorMap, number: UInt8 = 1, sensors: [RegisterSensor],
        interval: Duration = .seconds(1)
    ) throws(RegisterPlanError) {
        plan = try map.plan(reading: sensors)
        (self.name, self.map, self.number) = (name, map, number)
        (self.sensors, self.interval) = (sensors, interval)
    }
}
