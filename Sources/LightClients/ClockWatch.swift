/// Notices that somebody set the clock while we ran.
///
/// A clock set back would revive an anchor that has expired, one set forward would end trust in a
/// good one: neither is believed unless a time source stands behind it.
package struct ClockWatch: Hashable, Sendable {
    private let maxStepSeconds: Int64
    /// Wall time less time since boot, in seconds, when last believed.
    private var offset: Int64?

    /// Steps up to this many seconds are adjustments.
    package init(maxStepSeconds: Int64) {
        self.maxStepSeconds = maxStepSeconds
    }

    /// Looks at both clocks; gives the step in seconds where there is one, nil when all is well.
    ///
    /// A time source makes the clock right whatever it was before.
    package mutating func look(
        wallSeconds: Int64, monotonicMilliseconds: Int64, isSynchronised: Bool
    ) -> Int64? {
        let (now, overflows) = wallSeconds.subtractingReportingOverflow(
            monotonicMilliseconds / 1000)
        guard !overflows else { return wallSeconds }
        guard let known = offset, !isSynchronised else {
            offset = now
            return nil
        }
        let step = now.subtractingReportingOverflow(known)
        guard !step.overflow else { return now < known ? .min : .max }
        // One second of either reading may have been cut off.
        guard step.partialValue.magnitude <= UInt64(max(0, maxStepSeconds)) + 1 else {
            return step.partialValue
        }
        // Slow adjustments add up to nothing suspicious.
        offset = now
        return nil
    }
}
