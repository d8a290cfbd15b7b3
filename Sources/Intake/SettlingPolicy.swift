/// When a weight counts as standing still.
///
/// Times are milliseconds. Stricter than the law on purpose: with the legal three intervals a swinging vehicle can read
/// one interval off at the first moment that passes.
package struct SettlingPolicy: Hashable, Sendable {
    /// The weight must stay within `strictIntervals` verification intervals for this long.
    package var window: Int64 = 1000
    /// The range that makes a `strict` capture, in verification intervals.
    package var strictIntervals: Int64 = 1
    /// After this long in settling the legal range will do, and the record says so.
    package var legalAfter: Int64 = 10_000
    /// The range that makes a `wide` capture, in verification intervals.
    package var legalIntervals: Int64 = 3
    /// The captured weight is the median of this long after the window.
    package var median: Int64 = 1000
    /// For this long the indicator's own flag must have said "stable" when the median begins.
    ///
    /// It must say so to the end of the median, too. The deck is at zero after this long as well.
    package var flag: Int64 = 400
    /// The longest pause between two readings; a longer one begins the settling anew.
    package var gap: Int64 = 300
    /// The fewest readings in the window, and in the median.
    package var fewestReadings = 4
    /// A scale that is silent for this long counts as lost, and whatever stands on it as unweighed.
    package var lostAfter: Int64 = 3000

    /// The policy of the house.
    package init() {}
}
