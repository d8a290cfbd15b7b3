package import Wire

/// What a light client is told about a chain before it trusts anything.
package struct TrustOptions: Hashable, Sendable {
    /// The chain's id; headers of another chain are refused.
    package var chainID: String
    /// The share of a trusted validator set that must have signed a header further on.
    package var trustLevel: TrustLevel
    /// How long a verified header may be relied on, in seconds from the header's time.
    ///
    /// With 0 or less nothing can be trusted.
    package var trustingPeriodSeconds: Int64
    /// How far a header's time may lie ahead of our clock, in seconds.
    package var maxClockDriftSeconds: Int64

    /// Takes a chain's id and the limits of trust in it.
    package init(
        chainID: String, trustLevel: TrustLevel = .third, trustingPeriodSeconds: Int64,
        maxClockDriftSeconds: Int64 = 10
    ) {
        (self.chainID, self.trustLevel) = (chainID, trustLevel)
        self.trustingPeriodSeconds = trustingPeriodSeconds
        self.maxClockDriftSeconds = maxClockDriftSeconds
    }

    /// The end of trust in a header of some height and time, when it has come; nil before.
    ///
    /// The last moment of the period is already too late.
    package func expiry(ofHeight height: Int64, time: Timestamp, now: Timestamp) -> Expiry? {
        let end = TrustOptions.sum(time, trustingPeriodSeconds)
        guard end <= (now.seconds, now.nanoseconds) else { return nil }
        return Expiry(height: height, time: time, periodSeconds: trustingPeriodSeconds)
    }

    /// Whether a header's time lies further ahead of our clock than the drift allows.
    func isFromTheFuture(_ time: Timestamp, now: Timestamp) -> Bool {
        (time.seconds, time.nanoseconds) >= TrustOptions.sum(now, maxClockDriftSeconds)
    }

    private static func sum(_ time: Timestamp, _ seconds: Int64) -> (Int64, Int32) {
        let (sum, overflow) = time.seconds.addingReportingOverflow(seconds)
        guard overflow else { return (sum, time.nanoseconds) }
        return seconds < 0 ? (.min, 0) : (.max, 999_999_999)
    }
}

/// The end of the trusting period of a header.
package struct Expiry: Hashable, Sendable, CustomStringConvertible {
    /// The height of the header that is too old to be relied on.
    package let height: Int64
    /// The time of that header.
    package let time: Timestamp
    /// The trusting period, in seconds.
    package let periodSeconds: Int64

    /// The end of trust in a header.
    package init(height: Int64, time: Timestamp, periodSeconds: Int64) {
        (self.height, self.time, self.periodSeconds) = (height, time, periodSeconds)
    }

    package var description: String {
        "the trusted header at height \(height) of \(time) is older than the trusting period of "
            + "\(periodSeconds) s; a new anchor is needed"
    }
}
