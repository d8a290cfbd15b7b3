/// A vehicle that was weighed in and has not been weighed out.
package struct OpenVisit: Hashable, Sendable {
    /// 16 random bytes that name the visit.
    package let visit: [UInt8]
    /// The plate it was known by; nil when no camera saw one.
    package let plate: PlateRead?
    /// The weigh-in.
    package let pass: Pass
    /// What the sensors said then.
    package let sensors: [SensorReading]
    /// The digest of the weigh-in's journal entry, once it is there.
    package var entryDigest: [UInt8]?

    package init(
        visit: [UInt8], plate: PlateRead?, pass: Pass, sensors: [SensorReading],
        entryDigest: [UInt8]? = nil
    ) {
        precondition(visit.count == 16, "a visit is named by 16 bytes")
        (self.visit, self.plate, self.pass) = (visit, plate, pass)
        (self.sensors, self.entryDigest) = (sensors, entryDigest)
    }
}
