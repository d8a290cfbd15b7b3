/// How one weighing is read: which values, by which requests, and what makes them one moment.
package struct WeighingRule: Sendable, Hashable {
    /// What the weight register holds.
    package enum Basis: String, Sendable, Hashable, CaseIterable {
        /// What is on the deck, whatever the display shows.
        case gross
        /// What the display shows: the gross as long as nobody has tared.
        case displayed
    }

    package let weight: DeviceMap.Value
    package let basis: Basis
    package let status: DeviceMap.Value
    /// A second copy of the status behind the weight; it differs when the answer is torn.
    package let image: DeviceMap.Value?
    /// Values that are read along because the weight is not understood without them.
    package let companions: [DeviceMap.Value]
    /// In the order in which they are asked.
    ///
    /// More than one when the device keeps weight and status
    /// apart: the status comes first and once more at the end, and both must be the same.
    package let requests: [RegisterRequest]
}
