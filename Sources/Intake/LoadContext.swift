/// What is known of a load when its vehicle is weighed out, beside the two passes.
package struct LoadContext: Hashable, Sendable {
    /// The read of the weigh-out; nil when the visit's own has to do.
    package let plate: PlateRead?
    /// What the vehicle brings; nil for a vehicle that nobody knows.
    package let contract: VehicleContract?
    /// What the sensors said at the weigh-out, each as it stood then (`SensorReading.at`).
    package let sensors: [SensorReading]

    /// The context of a weigh-out.
    package init(
        plate: PlateRead? = nil, contract: VehicleContract? = nil, sensors: [SensorReading] = []
    ) {
        (self.plate, self.contract, self.sensors) = (plate, contract, sensors)
    }
}
