/// How plates and passes come together; times are milliseconds unless they say otherwise.
package struct SessionPolicy: Hashable, Sendable {
    /// A read below this, per mille, does not name a vehicle; it is kept as a doubt.
    package var confidence = 850
    /// How long before the deck a plate read counts.
    package var approach: Int64 = 120_000
    /// How long after the vehicle came onto the deck a read is still surely its own; later ones,
    /// up to the capture, count only when there are none before: the next vehicle is near.
    package var settle: Int64 = 5000
    /// How long after a vehicle left the deck a read of its plate is still its leaving, seen by a
    /// camera from behind, and not its coming back.
    package var departure: Int64 = 2000
    /// Seconds after which an open visit is no longer waited for.
    ///
    /// A vehicle that never came to be weighed out must not pair with its first weighing of the
    /// next day.
    package var longestVisit: Int64 = 12 * 3600

    /// The policy of the house.
    package init() {}
}
