/// What a deck shows on its way back to zero.
struct Clearing: Hashable, Sendable {
    /// Since when it has been at zero and stable, without a pause.
    private var zeroSince: MonotonicTime?
    /// Since when something as heavy as a vehicle has been there again.
    private var crowdedSince: MonotonicTime?

    init() {}

    /// Whether the deck has returned to zero: within one interval and stable for the flag's time.
    ///
    /// OIML R 76-1 takes 0.25 e for setting zero; a deck that shows one interval after a vehicle
    /// has lost its mud is still the deck that will be weighed on, and its offset is recorded.
    mutating func isZero(_ mass: Mass, _ reading: ScaleReading, _ rules: SettlingRules) -> Bool {
        crowdedSince = nil
        guard mass.magnitude <= rules.interval.e, reading.status.stability != .moving else {
            zeroSince = nil
            return false
        }
        let since = zeroSince ?? reading.monotonic
        zeroSince = since
        return reading.monotonic.milliseconds(since: since) >= rules.policy.flag
    }

    /// When a second vehicle came, once it has been there for a whole window.
    ///
    /// The last axle of the first one bounces: a moment above the threshold is no vehicle.
    mutating func crowded(_ reading: ScaleReading, _ rules: SettlingRules) -> MonotonicTime? {
        zeroSince = nil
        let since = crowdedSince ?? reading.monotonic
        crowdedSince = since
        return reading.monotonic.milliseconds(since: since) >= rules.policy.window ? since : nil
    }
}
