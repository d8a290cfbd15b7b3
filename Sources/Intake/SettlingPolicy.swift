/// When a weight counts as standing still.
///
/// Stricter than the law on purpose: with the legal three intervals a swinging vehicle can read
/// one interval off at the first moment that passes.
package struct SettlingPolicy: Hashable, Sendable {
    /// The weight must stay within `strictIntervals` verification intervals for this long.
    package var window: Int64 = 1000
    package var strictIntervals: Int64 = 1
    /// After this long on the deck the legal range will do, and the record says so.
    package var legalAfter: Int64 = 10_000
    package var legalIntervals: Int64 = 3
    /// The captured weight is the median of this long after the window.
    package var median: Int64 = 1000
    /// For this long the indicator's own flag must have said "stable".
    package var flag: Int64 = 400
    /// The longest pause between two readings.
    package var gap: Int64 = 300
    /// The fewest readings in a window.
    package var fewestReadings = 4
    /// A scale that is silent for this long counts as lost.
    package var lostAfter: Int64 = 3000

    package init() {}
}
