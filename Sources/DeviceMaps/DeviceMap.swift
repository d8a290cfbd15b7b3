package import Intake

/// How one model of weighing indicator is read over Modbus: its registers and what they mean.
///
/// Which port, which unit and whatever the device does not tell belong to the site, not to the
/// model. Nothing can be written but its commands, and those only where a site allows it: calibration
/// cannot be touched by construction.
package struct DeviceMap: Sendable, Hashable {
    /// A named value in the device's registers.
    package struct Value: Sendable, Hashable {
        package let name: String
        package let span: RegisterSpan
        package let codec: ValueCodec
        /// The bit that says the value is below zero, where the registers hold its size alone.
        package let negative: StatusBit?
        /// Numbers that are no weight but a message of the device.
        package let sentinels: [Int64: ScaleFault]

        init(
            name: String, span: RegisterSpan, codec: ValueCodec, negative: StatusBit? = nil,
            sentinels: [Int64: ScaleFault] = [:]
        ) {
            (self.name, self.span, self.codec) = (name, span, codec)
            (self.negative, self.sentinels) = (negative, sentinels)
        }
    }

    /// A register that has one value on this model and hardly the same on another.
    package struct Constant: Sendable, Hashable {
        package let value: Value
        package let number: Int64
        package let meaning: String
    }

    package let maker: String
    package let model: String
    /// Counts up with every change of the map that changes what is read.
    package let version: Int
    /// How well the map is proven: 1 by frames of the manual, 2 by its tables, 3 not yet.
    package let grade: Int
    /// The manual and its pages.
    package let source: String
    package let values: [Value]
    /// How one weighing is read.
    package let weighing: WeighingRule
    package let status: StatusMap
    package let point: PointRule
    package let unit: UnitRule
    package let heartbeat: Heartbeat?
    /// How it keeps weighings in its own memory; nil where it has none.
    package let alibi: AlibiRule?
    /// What must run before anything can be read; nil for most devices.
    package let select: DeviceCommand?
    /// What must not change unnoticed.
    package let audit: [AuditPoint]
    package let auditRequests: [RegisterRequest]
    /// What proves that the device is one of this model; empty where the manual knows nothing.
    package let identity: [Constant]
    package let identityRequests: [RegisterRequest]
    package let forbidden: [RegisterSpan]
    package let limits: RegisterLimits
    /// SHA-256 of the bytes of the map's file; it stands in the evidence of every weighing.
    package let digest: [UInt8]

    /// The device as "maker model" names it.
    package var title: String { "\(maker) \(model)" }

    /// The value that is the weight on the deck.
    package var weight: Value { weighing.weight }

    /// The value of that name.
    package func value(named name: String) -> Value? {
        values.first { $0.name == name }
    }

    /// A plan for any of the map's values, for looking at a device; weighing has its own.
    package func plan(reading wanted: [Value]) throws(RegisterPlanError) -> RegisterPlan {
        try RegisterPlan(reading: wanted.map(\.span), forbidden: forbidden, limits: limits)
    }
}
