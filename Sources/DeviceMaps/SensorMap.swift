/// How one model of sensor is read over Modbus: its registers, and what a weighing's record may
/// say of them.
///
/// Unlike an indicator's, its values need not be of one moment: each is context of a load, with a
/// quality of its own. There is no way to write in it.
package struct SensorMap: Sendable, Hashable {
    package let maker: String
    package let model: String
    /// Counts up with every change of the map that changes what is read.
    package let version: Int
    /// How well the map is proven: 1 by frames of the manual, 2 by its tables, 3 not yet.
    package let grade: Int
    /// The manual and its pages.
    package let source: String
    package let values: [DeviceMap.Value]
    /// What is measured, in the order of the file.
    package let sensors: [RegisterSensor]
    /// What proves that the device is one of this model; empty where the manual knows nothing.
    package let identity: [DeviceMap.Constant]
    package let identityRequests: [RegisterRequest]
    package let forbidden: [RegisterSpan]
    package let limits: RegisterLimits
    /// SHA-256 of the bytes of the map's file.
    package let digest: [UInt8]

    /// The device as "maker model" names it.
    package var title: String { "\(maker) \(model)" }

    /// The requests that read some of the map's sensors, their valid bits included.
    package func plan(
        reading sensors: [RegisterSensor]
    ) throws(RegisterPlanError) -> BlockPlan {
        try BlockPlan(sensors.flatMap(\.sources), forbidden: forbidden, limits: limits)
    }

    /// Whether the answers come from a device of this model; throws `anotherModel` when not.
    package func checkIdentity(_ answers: [RegisterAnswer]) throws(DeviceMapError) {
        for constant in identity { try constant.check(answers, title: title) }
    }
}
