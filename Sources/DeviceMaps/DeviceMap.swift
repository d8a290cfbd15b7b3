/// How one model of weighing indicator is read over Modbus: its registers and what they mean.
///
/// Which port, which unit and where the decimal point stands belong to the site, not to the model.
/// There is no way to write in it: calibration cannot be touched by construction.
package struct DeviceMap: Sendable, Hashable {
    /// A named number in the device's registers.
    package struct Value: Sendable, Hashable {
        package let name: String
        package let span: RegisterSpan
        package let codec: ValueCodec
    }

    package let maker: String
    package let model: String
    /// How well the map is proven: 1 by frames of the manual, 2 by its tables, 3 not yet.
    package let grade: Int
    /// The manual and its pages.
    package let source: String
    package let values: [Value]
    /// The value that is the weight on the deck, gross.
    package let weight: Value
    package let statusWord: Value
    /// A second copy of the status behind the weight; it differs when the answer is torn.
    package let statusImage: Value?
    package let status: StatusMap
    package let forbidden: [RegisterSpan]
    package let limits: RegisterLimits
    /// The one request whose answer is a whole reading.
    package let weighing: RegisterRequest
    /// SHA-256 of the bytes of the map's file; it stands in the evidence of every weighing.
    package let digest: [UInt8]

    /// Whether the map reads the indicator as "maker model" names it.
    package var title: String { "\(maker) \(model)" }

    /// The value of that name.
    package func value(named name: String) -> Value? {
        values.first { $0.name == name }
    }

    /// A plan for any of the map's values, for looking at a device; weighing uses `weighing`.
    package func plan(reading wanted: [Value]) throws(RegisterPlanError) -> RegisterPlan {
        try RegisterPlan(reading: wanted.map(\.span), forbidden: forbidden, limits: limits)
    }
}
