/// A load that was weighed full and empty, with everything that is known of it.
package struct IntakeRecord: Hashable, Sendable {
    package let visit: [UInt8]
    /// The digest of the weigh-in's journal entry.
    package let weighInEntry: [UInt8]
    package let weighIn: Pass
    package let weighOut: Pass
    /// Gross, tare and net in whole grams, as the passes show them.
    package let gross: Mass
    package let tare: Mass
    package let net: Mass
    /// What the vehicle brings by its contract; nil for a vehicle that nobody knows.
    package let contract: VehicleContract?
    package let plate: PlateRead?
    /// What the sensors said when the vehicle was weighed in.
    package let sensors: [SensorReading]

    /// The record of a visit whose vehicle was weighed empty.
    ///
    /// An intake is weighed full first: a vehicle that leaves heavier than it came has a negative
    /// net here, and the rules reject it.
    package init(
        _ first: OpenVisit, weighInEntry: [UInt8], out: Pass, plate: PlateRead?,
        contract: VehicleContract?
    ) {
        (visit, self.weighInEntry) = (first.visit, weighInEntry)
        (weighIn, weighOut) = (first.pass, out)
        (gross, tare, net) = (first.pass.mass, out.mass, first.pass.mass - out.mass)
        (self.contract, self.plate, sensors) = (contract, plate ?? first.plate, first.sensors)
    }
}

/// A load that was taken in before, for the rules that compare.
package struct RecentLoad: Hashable, Sendable {
    package let plate: Plate
    package let net: Mass
    /// Seconds since 1970 of its weigh-out.
    package let time: Int64

    package init(plate: Plate, net: Mass, time: Int64) {
        (self.plate, self.net, self.time) = (plate, net, time)
    }
}
