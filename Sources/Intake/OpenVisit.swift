/// A vehicle that was weighed in and has not been weighed out.
package struct OpenVisit: Hashable, Sendable {
    /// 16 random bytes that name the visit.
    package let visit: [UInt8]
    /// The plate it was known by; nil when no camera read one for certain.
    package let plate: PlateRead?
    /// A read that was not certain enough to name the vehicle; kept for whoever looks into it.
    package let doubtfulPlate: PlateRead?
    /// The weigh-in.
    package let pass: Pass
    /// What the sensors said then.
    package let sensors: [SensorReading]
    /// The digest of the weigh-in's journal entry, 32 bytes, once it is there.
    package var entryDigest: [UInt8]?

    /// A visit that begins, or one that is restored.
    ///
    /// - Precondition: `visit` has 16 bytes.
    package init(
        visit: [UInt8], plate: PlateRead?, doubtfulPlate: PlateRead? = nil, pass: Pass,
        sensors: [SensorReading], entryDigest: [UInt8]? = nil
    ) {
        precondition(visit.count == 16, "a visit is named by 16 bytes")
        (self.visit, self.plate, self.doubtfulPlate) = (visit, plate, doubtfulPlate)
        (self.pass, self.sensors, self.entryDigest) = (pass, sensors, entryDigest)
    }

    /// Which way the load went, now that the vehicle was weighed a second time.
    ///
    /// Nil when one of the two displays is beyond any scale. Equal weights count as incoming: a
    /// load of nothing, which the rules reject.
    package func direction(out: Pass) -> LoadDirection? {
        guard let first = pass.shown.mass, let second = out.shown.mass else { return nil }
        return second > first ? .outgoing : .incoming
    }
}

/// Which way a load went.
package enum LoadDirection: Hashable, Sendable {
    /// Full first: waste came in.
    case incoming
    /// Empty first: something was taken away.
    case outgoing
}
