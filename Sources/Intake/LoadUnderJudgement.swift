/// A load as the rules see it: two passes and what is known beside them, right or wrong.
///
/// Unlike an `IntakeRecord` it may be nonsense; finding that out is what the rules are for.
package struct LoadUnderJudgement: Hashable, Sendable {
    /// The visit's 16 bytes.
    package var visit: [UInt8]
    /// The first pass.
    package var weighIn: Pass
    /// The second pass.
    package var weighOut: Pass
    /// The weights that the record is to state.
    package var gross: Mass
    package var tare: Mass
    package var net: Mass
    /// The more certain of the reads at the two passes.
    package var plate: PlateRead?
    /// The code by the vehicle's contract; nil when nobody knows the vehicle.
    package var code: WasteCode?
    /// What the sensors said of the full vehicle.
    package var sensorsIn: [SensorReading]
    /// What they said of the empty one.
    package var sensorsOut: [SensorReading]

    /// The load of a visit whose vehicle was weighed a second time: the first pass is the gross.
    package init(visit: OpenVisit, out: Pass, context: LoadContext) {
        self.visit = visit.visit
        (weighIn, weighOut) = (visit.pass, out)
        (gross, tare, net) = (visit.pass.mass, out.mass, visit.pass.mass - out.mass)
        plate = LoadUnderJudgement.better(visit.plate, context.plate)
        code = context.contract?.code
        (sensorsIn, sensorsOut) = (visit.sensors, context.sensors)
    }

    private static func better(_ first: PlateRead?, _ second: PlateRead?) -> PlateRead? {
        guard let first, let second else { return first ?? second }
        return second.confidencePermille > first.confidencePermille ? second : first
    }
}
