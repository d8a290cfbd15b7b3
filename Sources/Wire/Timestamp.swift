/// A moment in UTC with nanoseconds, from year 1 to year 9999: google.protobuf.Timestamp.
package struct Timestamp: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// Whole seconds since 1970-01-01T00:00:00Z, rounded down.
    package let seconds: Int64
    /// Nanoseconds after that second, 0...999,999,999.
    package let nanoseconds: Int32

    private static let legalSeconds: ClosedRange<Int64> = -62_135_596_800...253_402_300_799
    private static let nanosecondsPerSecond: Int64 = 1_000_000_000

    /// 1970-01-01T00:00:00Z.
    package static let epoch = Timestamp(checkedSeconds: 0, nanoseconds: 0)
    /// 0001-01-01T00:00:00Z, the time that says "none" in CometBFT's messages.
    package static let goZero = Timestamp(checkedSeconds: -62_135_596_800, nanoseconds: 0)

    private init(checkedSeconds: Int64, nanoseconds: Int32) {
        seconds = checkedSeconds
        self.nanoseconds = nanoseconds
    }

    /// A moment; nil outside years 1 to 9999 or with nanoseconds outside one second.
    package init?(seconds: Int64, nanoseconds: Int32) {
        guard Timestamp.legalSeconds.contains(seconds), (0..<1_000_000_000).contains(nanoseconds)
        else { return nil }
        self.init(checkedSeconds: seconds, nanoseconds: nanoseconds)
    }

    package var description: String { rfc3339 }

    package static func < (left: Timestamp, right: Timestamp) -> Bool {
        (left.seconds, left.nanoseconds) < (right.seconds, right.nanoseconds)
    }

    /// The moment so many nanoseconds later; nil outside years 1 to 9999.
    package func adding(nanoseconds added: Int64) -> Timestamp? {
        let sum = Int64(nanoseconds) + added % Timestamp.nanosecondsPerSecond
        let carry: Int64 = sum < 0 ? -1 : sum / Timestamp.nanosecondsPerSecond
        let rest = sum - carry * Timestamp.nanosecondsPerSecond
        return Timestamp(
            seconds: seconds + added / Timestamp.nanosecondsPerSecond + carry,
            nanoseconds: Int32(rest))
    }

    /// The nanoseconds from the right moment to the left one, held at the ends of `Int64`.
    ///
    /// 64 bits hold 292 years; anything further apart is further than any period compared here.
    package static func - (left: Timestamp, right: Timestamp) -> Int64 {
        let seconds = Int128(left.seconds - right.seconds)
        let nanoseconds = Int128(left.nanoseconds) - Int128(right.nanoseconds)
        return Int64(clamping: seconds * Int128(nanosecondsPerSecond) + nanoseconds)
    }
}
