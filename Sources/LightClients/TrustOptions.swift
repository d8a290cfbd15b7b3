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

    /// How much of its trusting period a header has behind it.
    package func age(ofHeaderAt time: Timestamp, now: Timestamp) -> TrustAge {
        let passed = now.seconds.subtractingReportingOverflow(time.seconds)
        let elapsed = Int128(passed.overflow ? .max : max(0, passed.partialValue))
        let period = Int128(trustingPeriodSeconds)
        if elapsed >= period { return .over }
        if elapsed * 5 >= period * 4 { return .nearlyOver }
        if elapsed * 3 >= period * 2 { return .twoThirds }
        return elapsed * 3 >= period ? .third : .fresh
    }

    /// Whether a header's time lies further ahead of our clock than the drift allows.
    package func isFromTheFuture(_ time: Timestamp, now: Timestamp) -> Bool {
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

/// How much of a trusting period has passed.
package enum TrustAge: Int, Hashable, Sendable, Comparable {
    case fresh
    /// A third or more: time for a newer header, as soon as there is a link.
    case third
    /// Two thirds or more.
    case twoThirds
    /// Four fifths or more: somebody should look after the link.
    case nearlyOver
    /// All of it.
    case over

    package static func < (left: TrustAge, right: TrustAge) -> Bool {
        left.rawValue < right.rawValue
    }
}
