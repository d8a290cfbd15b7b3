/// A load that was taken in before, for the rules that compare.
///
/// Voided loads are left out by whoever makes the list.
package struct RecentLoad: Hashable, Sendable {
    /// The visit's 16 bytes; a load is no duplicate of itself.
    package let visit: [UInt8]?
    /// The vehicle.
    package let plate: Plate
    /// What it left behind.
    package let net: Mass
    /// Seconds since 1970 of its weigh-out.
    package let time: Int64

    /// A load as the journal has it.
    package init(visit: [UInt8]? = nil, plate: Plate, net: Mass, time: Int64) {
        (self.visit, self.plate, self.net, self.time) = (visit, plate, net, time)
    }
}
